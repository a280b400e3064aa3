"""print_call_graph writes into a file, and refuses what is no future."""
import asyncio
import io
import re

async def work(event):
    await event.wait()

async def main():
    event = asyncio.Event()
    asyncio.current_task().set_name("main")
    async with asyncio.TaskGroup() as group:
        task = group.create_task(work(event), name="work")
        await asyncio.sleep(0)
        file = io.StringIO()
        asyncio.print_call_graph(task, file=file, limit=0)
        print(re.sub("0x[0-9a-f]+", "0x…", file.getvalue()), end="")
        event.set()
    try:
        asyncio.capture_call_graph(42)
    except TypeError as error:
        print(error)
    try:
        asyncio.FutureCallGraph(task, (), ()).future = None
    except AttributeError as error:
        print(type(error).__name__)

asyncio.run(main())
try:
    asyncio.capture_call_graph()
except RuntimeError as error:
    print(error)
