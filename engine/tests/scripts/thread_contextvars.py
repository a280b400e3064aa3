"""to_thread copies the context; run_in_executor does not; what a thread sets stays in it."""
import asyncio, contextvars, threading, time

user = contextvars.ContextVar("user", default="nobody")
local = threading.local()

def work(name):
    local.name = name
    before = user.get()
    user.set(name)
    time.sleep(0.1)
    return before, user.get(), local.name

async def ask(name):
    token = user.set(f"task {name}")
    loop = asyncio.get_running_loop()
    print(name, await asyncio.to_thread(work, name), user.get())
    print(name, await loop.run_in_executor(None, work, name), user.get())
    context = contextvars.copy_context()
    print(name, await loop.run_in_executor(None, context.run, work, name), context[user], user.get())
    user.reset(token)
    return user.get()

async def main():
    print(await asyncio.gather(*(ask(name) for name in "ab")))
    print(hasattr(local, "name"), user.get())

asyncio.run(main())
