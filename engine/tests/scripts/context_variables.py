"""Each task has its own copy of the context."""
import asyncio
from contextvars import ContextVar, copy_context

user = ContextVar("user", default="nobody")

async def work(name):
    user.set(name)
    await asyncio.sleep(1)
    print(user.get())

async def main():
    await asyncio.gather(work("Ada"), work("Grace"))
    print(user.get())
    user.set("main")
    context = copy_context()
    user.set("later")
    task = asyncio.create_task(read(), context=context)
    print(await task, user.get())
    asyncio.get_running_loop().call_soon(lambda: print("callback", user.get()))
    await asyncio.sleep(0)

async def read():
    return user.get()

asyncio.run(main())
