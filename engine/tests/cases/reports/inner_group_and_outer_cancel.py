# Line 22: before Python 3.13 the inner group could lose the cancel of the outer one. It is right since then. Source: python/cpython#116720.
import asyncio


class Inner(Exception):
    pass


class Outer(Exception):
    pass


async def fail(after, error):
    await asyncio.sleep(after)
    raise error()


async def main():
    try:
        async with asyncio.TaskGroup() as outer:
            try:
                async with asyncio.TaskGroup() as inner:
                    inner.create_task(fail(0.1, Inner), name="inner")
                    outer.create_task(fail(0.1, Outer), name="outer")
            except* Inner:
                print("inner handled")
            await asyncio.sleep(0.5)
            print("body of the outer group went on")
    except* Outer:
        print("outer handled")


asyncio.run(main())
