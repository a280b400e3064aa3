print("begun")
print(sum(range(10**9)))
