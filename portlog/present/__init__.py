"""How records and figures are shown."""
