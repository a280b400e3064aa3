__all__ = ["SHELF"]
SHELF = "top"
_hidden = 1
