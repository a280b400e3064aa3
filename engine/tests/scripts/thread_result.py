"""to_thread gives a function's result, with its arguments."""
import asyncio, time

def work(a, b=0):
    time.sleep(1)
    return a + b

async def main():
    print(await asyncio.to_thread(work, 1, b=2))
    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(None, work, 5))

asyncio.run(main())
