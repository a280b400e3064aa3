"""In debug mode, tasks, futures and handles know where they were made."""
import asyncio
import re

async def work():
    await asyncio.sleep(0)

def made_at(thing):
    return re.findall("created at ([a-z.]+:[0-9]+)", repr(thing))

async def main():
    loop = asyncio.get_running_loop()
    task = loop.create_task(work())
    print(made_at(task))
    print(made_at(asyncio.Future()))
    print(made_at(loop.call_soon(print, "called")))
    print(made_at(loop.call_later(0, print, "called later")))
    print(task._source_traceback[-1].name)
    await task
    await asyncio.sleep(0.1)
    loop.set_debug(False)
    print(made_at(asyncio.Future()), asyncio.Future()._source_traceback)

asyncio.run(main(), debug=True)
