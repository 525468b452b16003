"""Holding paths that somebody named against the source of their crates."""
