"""Take the sessions that agents logged into the log, each once, exactly and for good."""
