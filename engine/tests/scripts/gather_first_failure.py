"""The first failure to complete is raised; the siblings go on."""
import asyncio

async def fail(delay, word):
    await asyncio.sleep(delay)
    print("fails", word)
    raise ValueError(word)

async def main():
    try:
        await asyncio.gather(fail(2, "late"), fail(1, "early"))
    except ValueError as error:
        print("caught", error)
    await asyncio.sleep(5)
    print("end")

asyncio.run(main())
