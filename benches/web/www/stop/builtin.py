"""One call of a function of the interpreter that takes minutes."""

print("begun")
print(sum(range(10**9)))
