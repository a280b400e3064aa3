"""The usual forms of imports."""

import asyncio
import importlib
import sys

import util
import util as same
from helpers import io
from helpers.io import read as read_it
from shop import Shop, stock
from shop.stock.shelf import *


async def main():
    print(util.double(4), same is util, util.__name__, util.__file__.rpartition("/")[2], util.__doc__)
    print(await read_it("a"), io.read is read_it, io.__package__)
    shop = Shop()
    await shop.sell("tea")
    print(shop.sold, stock.LEVEL, SHELF, "_hidden" in globals())
    print(importlib.import_module("helpers.io") is io, "shop.stock.shelf" in sys.modules)
    util.count += 1
    importlib.reload(util)
    print(util.count, hasattr(sys.modules["helpers"], "io"))
    try:
        import helpers.missing
    except ModuleNotFoundError as error:
        print(error.name)
    try:
        from util import nothing
    except ImportError as error:
        print(error.name, error)


asyncio.run(main())
