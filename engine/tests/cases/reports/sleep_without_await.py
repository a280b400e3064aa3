# Line 9: asyncio.sleep is not awaited, so the loop below line 8 keeps its turn until the time is up. Source: fastapi/fastapi#404.
import asyncio
import time


async def wait_until_ready(seconds):
    began = time.time()
    while time.time() - began < seconds:
        asyncio.sleep(0.1)
    print("report is ready")


async def endpoint(background):
    background.append(asyncio.create_task(wait_until_ready(1.0)))
    await asyncio.sleep(0)
    return {"status": "accepted"}


async def main():
    background = []
    began = time.time()
    print(await endpoint(background))
    late = time.time() - began
    print("reply was", "late" if late > 0.5 else "prompt")
    await asyncio.gather(*background)


asyncio.run(main())
