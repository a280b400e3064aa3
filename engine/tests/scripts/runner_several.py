"""One runner, several runs, one loop."""
import asyncio

async def loop_of():
    return asyncio.get_running_loop()

with asyncio.Runner() as runner:
    first = runner.run(loop_of())
    second = runner.run(loop_of())
    print(first is second, first is runner.get_loop())
coroutine = loop_of()
try:
    runner.run(coroutine)
except RuntimeError as error:
    print(error)
coroutine.close()
