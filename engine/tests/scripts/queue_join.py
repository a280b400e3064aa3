"""join waits until each item was done."""
import asyncio

async def worker(queue):
    while True:
        n = await queue.get()
        await asyncio.sleep(n)
        queue.task_done()

async def main():
    queue = asyncio.Queue()
    for n in (1, 2, 3):
        queue.put_nowait(n)
    workers = [asyncio.create_task(worker(queue)) for _ in range(2)]
    await queue.join()
    print("joined at", asyncio.get_running_loop().time())
    for task in workers:
        task.cancel()
    print(await asyncio.gather(*workers, return_exceptions=True))
    try:
        queue.task_done()
    except ValueError as error:
        print(error)

asyncio.run(main())
