"""Provenance headers in source files: comment styles, reading and writing, byte for byte."""
