"""One crate's source, read into records without being built or run."""
