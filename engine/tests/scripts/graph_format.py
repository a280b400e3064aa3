"""The call graph of a task that waits, as text."""
import asyncio
import re

def shown(graph):
    for line in re.sub("0x[0-9a-f]+", "0x…", graph).splitlines():
        if "File" not in line or "script.py" in line:
            print(line)

async def load(gate):
    await gate

async def inner(gate):
    await load(gate)

async def main():
    gate = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(inner(gate), name="inner")
    waiter = asyncio.create_task(asyncio.wait_for(task, 10), name="waiter")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    shown(asyncio.format_call_graph(task, limit=2))
    shown(asyncio.format_call_graph(gate, limit=0))
    gate.set_result(None)
    await waiter

asyncio.run(main())
