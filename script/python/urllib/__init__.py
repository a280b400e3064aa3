"""Of urllib, urllib.parse is there."""
