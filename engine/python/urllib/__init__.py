"""Only urllib.parse and urllib.error are available."""
