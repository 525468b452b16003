"""What portlog knows: frozen types without any input or output."""
