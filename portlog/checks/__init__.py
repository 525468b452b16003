"""Pure verdicts over records."""
