"""The exception handler runs in the context of the callback that failed."""
import asyncio
import contextvars

name = contextvars.ContextVar("name", default="none")

async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print(name.get(), repr(context["exception"])))
    context = contextvars.copy_context()
    context.run(name.set, "mine")
    loop.call_soon(lambda: 1 / 0, context=context)
    await asyncio.sleep(0)

asyncio.run(main())
