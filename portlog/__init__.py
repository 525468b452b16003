"""The log of a port: what it cost, how often the model was wrong, and who caught it."""

__version__ = "0.1.0"
