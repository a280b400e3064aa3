"""Callbacks run in the next pass, in order, also on what is done."""
import asyncio

async def main():
    future = asyncio.get_running_loop().create_future()
    for n in range(3):
        future.add_done_callback(lambda future, n=n: print(n, future.result()))
    future.set_result("x")
    print("set")
    await asyncio.sleep(0)
    future.add_done_callback(lambda future: print("late"))
    print("added")
    await asyncio.sleep(0)

asyncio.run(main())
