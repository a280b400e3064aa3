# Nothing is wrong: each key cancels the search of the key before.
import asyncio


async def search(text, found):
    await asyncio.sleep(0.1)
    found.append(text)


async def main():
    found, searching = [], None
    for text in ("c", "co", "cor"):
        if searching:
            searching.cancel()
        searching = asyncio.create_task(search(text, found), name=f"search {text}")
        await asyncio.sleep(0.04)
    await searching
    print(found)


asyncio.run(main())
