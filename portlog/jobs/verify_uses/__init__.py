"""Hold every external path in Rust files against the manifest, the lock file and the crates."""
