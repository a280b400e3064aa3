import own
from own import __name__ as name

print(name, own.__name__)
