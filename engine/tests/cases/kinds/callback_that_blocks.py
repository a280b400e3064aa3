# Line 7: a callback of the loop blocks, so the ticker is late.
import asyncio
import time


def write_report():
    time.sleep(0.3)
    print("report written")


async def ticker():
    for _ in range(8):
        await asyncio.sleep(0.1)


async def main():
    asyncio.get_running_loop().call_later(0.25, write_report)
    await asyncio.create_task(ticker(), name="ticker")


asyncio.run(main())
