"""The paths in Rust code that somebody wrote, read by tree-sitter; nothing is compiled."""
