"""to_thread copies the context; run_in_executor does not."""
import asyncio, contextvars, time

name = contextvars.ContextVar("name", default="nobody")

def look(changed):
    time.sleep(0.1)
    found = name.get()
    name.set(changed)
    time.sleep(0.1)
    return found, name.get()

async def main():
    name.set("main")
    print(await asyncio.to_thread(look, "thread"), name.get())
    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(None, look, "executor"), name.get())

asyncio.run(main())
