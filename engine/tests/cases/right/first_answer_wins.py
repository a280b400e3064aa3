# Nothing is wrong: the others are cancelled and awaited.
import asyncio


async def ask(name, seconds):
    await asyncio.sleep(seconds)
    return name


async def main():
    asking = [asyncio.create_task(ask(n, s), name=n) for n, s in (("a", 0.3), ("b", 0.1), ("c", 0.2))]
    done, pending = await asyncio.wait(asking, return_when=asyncio.FIRST_COMPLETED)
    print("first:", [task.result() for task in done])
    for task in pending:
        task.cancel()
    await asyncio.wait(pending)


asyncio.run(main())
