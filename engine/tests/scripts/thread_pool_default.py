"""The default pool has four workers more than the machine has cores."""
import asyncio, os, time

def work(number):
    time.sleep(0.4)
    return number

async def main():
    began = time.monotonic()
    workers = os.cpu_count() + 4
    jobs = [asyncio.create_task(asyncio.to_thread(work, n)) for n in range(workers)]
    await asyncio.sleep(0.05)
    print(await asyncio.to_thread(lambda: "at last"), round(time.monotonic() - began, 2))
    print(sum(await asyncio.gather(*jobs)) == sum(range(workers)))

asyncio.run(main())
