"""Tasks begin in the order in which they were made, each after the code that made it."""
import asyncio

async def say(word):
    print("begin", word)
    await asyncio.sleep(0)
    print("end", word)

async def main():
    tasks = [asyncio.create_task(say(word)) for word in "abc"]
    print("made")
    for task in tasks:
        await task
    print("done")

asyncio.run(main())
