from first import two

one = 1
