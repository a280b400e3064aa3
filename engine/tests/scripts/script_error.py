"""A script without asyncio fails, too."""
print("before")
values = {"a": 1}
print(values["b"])
