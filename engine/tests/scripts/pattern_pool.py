"""Workers with results by futures: a small pool."""
import asyncio

async def worker(queue):
    while True:
        function, argument, future = await queue.get()
        try:
            future.set_result(await function(argument))
        except Exception as error:
            future.set_exception(error)

async def half(n):
    await asyncio.sleep(n)
    if n % 2:
        raise ValueError(f"{n} is odd")
    return n // 2

async def main():
    queue = asyncio.Queue()
    workers = [asyncio.create_task(worker(queue)) for _ in range(2)]
    futures = []
    for n in range(4):
        futures.append(asyncio.get_running_loop().create_future())
        queue.put_nowait((half, n, futures[-1]))
    print(await asyncio.gather(*futures, return_exceptions=True))
    for task in workers:
        task.cancel()

asyncio.run(main())
