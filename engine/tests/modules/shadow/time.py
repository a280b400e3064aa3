raise ImportError("CPython has its own")
