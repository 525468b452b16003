"""One file for each outside thing that portlog reads."""
