"""Functions and coroutines in place of each other."""

import asyncio

from asgiref.local import Local
from asgiref.sync import iscoroutinefunction, sync_to_async

local = Local()


def add(a, b):
    return a + b


async def main():
    local.name = "main"
    print(iscoroutinefunction(main), iscoroutinefunction(add))
    print(await sync_to_async(add)(1, 2), local.name)


asyncio.run(main())
