# Nothing is wrong: the baker notifies.
import asyncio


async def customer(condition, stock):
    async with condition:
        await condition.wait_for(lambda: stock)
        print("bought", stock.pop())


async def baker(condition, stock):
    await asyncio.sleep(0.1)
    async with condition:
        stock.append("bread")
        condition.notify()


async def main():
    condition, stock = asyncio.Condition(), []
    async with asyncio.TaskGroup() as group:
        group.create_task(customer(condition, stock), name="customer")
        group.create_task(baker(condition, stock), name="baker")


asyncio.run(main())
