"""No permit is lost with a cancelled waiter."""
import asyncio

async def work(name, semaphore):
    async with semaphore:
        print(name)

async def main():
    semaphore = asyncio.Semaphore(1)
    await semaphore.acquire()
    tasks = [asyncio.create_task(work(name, semaphore)) for name in "abc"]
    await asyncio.sleep(0)
    semaphore.release()
    print(semaphore.locked())
    tasks[0].cancel()
    await asyncio.wait(tasks)
    print(semaphore.locked())

asyncio.run(main())
