"""An exception that is awaited in an except block has the handled one as its context; and that one is still handled."""
import asyncio
import sys
import traceback

async def fails():
    raise ValueError("inner")

def yields():
    try:
        raise KeyError("generator")
    except KeyError:
        yield repr(sys.exception()) if hasattr(sys, "exception") else repr(sys.exc_info()[1])
        yield repr(sys.exc_info()[1])

async def main():
    try:
        try:
            raise KeyError("outer")
        except KeyError:
            await asyncio.create_task(fails())
    except ValueError as error:
        print(repr(error.__context__))
    try:
        raise KeyError("handled")
    except KeyError:
        await asyncio.sleep(0.01)
        print(repr(sys.exc_info()[1]), traceback.format_exc().splitlines()[-1])
        try:
            raise ValueError("new")
        except ValueError as error:
            print(repr(error.__context__))
    print(sys.exc_info()[1])
    it = yields()
    print(next(it), sys.exc_info()[1], next(it))

asyncio.run(main())
