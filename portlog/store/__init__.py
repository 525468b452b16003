"""The log in text, and the database built from it."""
