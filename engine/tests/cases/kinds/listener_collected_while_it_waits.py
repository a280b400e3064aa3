# Line 12: nobody keeps the task, nor the future that it waits for.
import asyncio
import gc


async def listen():
    message = await asyncio.get_running_loop().create_future()
    print("heard", message)


async def main():
    asyncio.create_task(listen())
    await asyncio.sleep(0.05)
    gc.collect()
    await asyncio.sleep(0.05)
    print("main ends")


asyncio.run(main())
