"""The port's plan: its modules, and what of the original belongs to each."""
