"""What the parsed sources of crates say of a path."""
