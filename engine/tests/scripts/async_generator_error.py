"""An error inside a generator, and one thrown in."""
import asyncio

async def numbers():
    try:
        yield 1
    except KeyError:
        print("caught inside")
        yield "caught"
    raise ValueError("inside")

async def main():
    generator = numbers()
    print(await anext(generator))
    print(await generator.athrow(KeyError("k")))
    try:
        await anext(generator)
    except ValueError as error:
        print(error)
    try:
        await anext(generator)
    except StopAsyncIteration:
        print("over")

asyncio.run(main())
