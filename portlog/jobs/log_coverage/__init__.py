"""How many of the sessions that anybody knows of are in the log."""
