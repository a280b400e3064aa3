"""A loop that is stopped before the end says so."""
import asyncio

async def work(loop):
    loop.stop()
    await asyncio.sleep(10)

loop = asyncio.new_event_loop()
task = loop.create_task(work(loop))
try:
    loop.run_until_complete(task)
except RuntimeError as error:
    print(error)
task.cancel()
try:
    loop.run_until_complete(task)
except asyncio.CancelledError:
    print("cancelled")
loop.close()
