"""Decorators that keep what they decorate."""

import asyncio

import wrapt


@wrapt.decorator
async def logged(wrapped, instance, args, kwargs):
    print("calls", wrapped.__name__, args, type(instance).__name__)
    return await wrapped(*args, **kwargs)


class Shop:
    @logged
    async def sell(self, item):
        await asyncio.sleep(1)
        return f"one {item}"


async def main():
    print(await Shop().sell("tea"), Shop.sell.__name__)
    proxy = wrapt.ObjectProxy([1, 2])
    proxy.append(3)
    print(proxy, len(proxy), isinstance(proxy, list))


asyncio.run(main())
