"""In a thread no loop and no task runs."""
import asyncio, time

def look(loop):
    try:
        asyncio.get_running_loop()
    except RuntimeError as error:
        print(error)
    try:
        asyncio.create_task(asyncio.sleep(0))
    except RuntimeError as error:
        print(error)
    try:
        asyncio.current_task()
    except RuntimeError as error:
        print(error)
    time.sleep(0.1)
    print(loop.is_running(), asyncio.current_task(loop), len(asyncio.all_tasks(loop)))

async def main():
    await asyncio.to_thread(look, asyncio.get_running_loop())
    print(asyncio.current_task().get_name())

asyncio.run(main())
