# Nothing is wrong: the callback gives the work to a thread.
import asyncio
import time


def write_report():
    time.sleep(0.3)
    print("report written")


async def ticker():
    for _ in range(8):
        await asyncio.sleep(0.1)


async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(0.25, lambda: loop.run_in_executor(None, write_report))
    await asyncio.create_task(ticker(), name="ticker")


asyncio.run(main())
