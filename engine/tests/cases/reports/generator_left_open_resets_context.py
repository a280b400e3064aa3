# Line 23: the loop is left with break, so the finally of rows() runs later, in another task and context. Source: python/cpython#118944.
import asyncio
import contextvars

request_id = contextvars.ContextVar("request_id", default="none")


async def rows():
    token = request_id.set("r-17")
    try:
        for row in ("first", "second", "third"):
            yield row
            await asyncio.sleep(0.01)
    finally:
        try:
            request_id.reset(token)
            print("reset")
        except ValueError as error:
            print("not reset:", str(error).split(" at ")[-1].split("> ")[-1])


async def main():
    async for row in rows():
        print(row, request_id.get())
        break
    await asyncio.sleep(0.05)
    print("after the loop", request_id.get())


asyncio.run(main())
