"""How something gets on paper: plain documents in, bytes out. Knows no law, no case, no store."""
