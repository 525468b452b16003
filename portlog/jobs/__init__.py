"""One file for each task that crosses layers."""
