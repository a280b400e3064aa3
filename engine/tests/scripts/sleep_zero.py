"""sleep(0) yields one pass; timers still fire."""
import asyncio

async def count(name):
    for n in range(3):
        print(name, n)
        await asyncio.sleep(0)

async def main():
    await asyncio.gather(count("a"), count("b"))
    fired = []
    asyncio.get_running_loop().call_later(0, fired.append, True)
    turns = 0
    while not fired:
        turns += 1
        await asyncio.sleep(0)
    print("fired", turns < 5)

asyncio.run(main())
