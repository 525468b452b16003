"""What LLM coding agents wrote of their own work, read once and exactly."""
