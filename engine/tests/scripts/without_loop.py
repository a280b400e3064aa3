"""What fails outside of a running loop, and what does not."""
import asyncio

async def work():
    return "worked"

for call in (asyncio.get_running_loop, asyncio.current_task, asyncio.all_tasks):
    try:
        call()
    except RuntimeError as error:
        print(error)
coroutine = work()
try:
    asyncio.create_task(coroutine)
except RuntimeError as error:
    print(error)
coroutine.close()
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
print(asyncio.get_event_loop() is loop)
task = asyncio.ensure_future(work(), loop=loop)
print(loop.run_until_complete(task), asyncio.Future(loop=loop))
loop.close()
