from . import stock
from .stock import take


class Shop:
    def __init__(self):
        self.sold = []

    async def sell(self, item):
        self.sold.append(await take(item))
