"""The first answer wins, the others are cancelled."""
import asyncio

async def server(name, delay):
    try:
        await asyncio.sleep(delay)
        return name
    except asyncio.CancelledError:
        print(name, "was cancelled")
        raise

async def main():
    tasks = [asyncio.create_task(server(name, delay), name=name) for name, delay in (("slow", 3), ("fast", 1))]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    print(done.pop().result())
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)

asyncio.run(main())
