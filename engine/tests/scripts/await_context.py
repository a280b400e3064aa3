"""An exception of an awaited task that is raised in an except block has the handled one as its context."""
import asyncio

async def fails():
    raise ValueError("inner")

async def main():
    for awaitable in fails, lambda: asyncio.create_task(fails()), lambda: asyncio.gather(fails()):
        try:
            try:
                raise KeyError("outer")
            except KeyError:
                await awaitable()
        except ValueError as error:
            print(repr(error.__context__), repr(error.__cause__))
    try:
        await asyncio.create_task(fails())
    except ValueError as error:
        print(repr(error.__context__))

asyncio.run(main())
