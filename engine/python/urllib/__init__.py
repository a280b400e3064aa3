"""Only urllib.parse is available."""
