# Nothing is wrong: main keeps the future and the task.
import asyncio
import gc


async def listen(message):
    print("heard", await message)


async def main():
    message = asyncio.get_running_loop().create_future()
    listening = asyncio.create_task(listen(message))
    await asyncio.sleep(0.05)
    gc.collect()
    message.set_result("hello")
    await listening
    print("main ends")


asyncio.run(main())
