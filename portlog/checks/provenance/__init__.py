"""Whether what the headers of ported files say is so."""
