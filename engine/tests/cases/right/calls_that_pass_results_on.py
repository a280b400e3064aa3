# Nothing is wrong: each call of the same function needs what the one before gave.
import asyncio


async def ask(method, value):
    await asyncio.sleep(0.1)
    return f"{method}({value})"


async def main():
    file = await ask("open", "notes.txt")
    text = await ask("read", file)
    print(await ask("close", text))


asyncio.run(main())
