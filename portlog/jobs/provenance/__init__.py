"""Where ported code comes from: headers and their table, the check of both, and the coverage."""
