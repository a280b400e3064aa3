# Line 20: before Python 3.13 the notification of a cancelled waiter was lost. It is right since then. Source: agronholm/anyio#1075.
import asyncio


async def consumer(name, condition, stock):
    async with condition:
        while not stock:
            await condition.wait()
        print(name, "got", stock.pop())


async def main():
    condition, stock = asyncio.Condition(), []
    first = asyncio.create_task(consumer("first", condition, stock), name="first")
    second = asyncio.create_task(consumer("second", condition, stock), name="second")
    await asyncio.sleep(0.05)
    async with condition:
        stock.append("parcel")
        condition.notify()
    first.cancel()  # gave up at the same moment
    await asyncio.wait([first])
    print("first gave up")
    await second


asyncio.run(main())
