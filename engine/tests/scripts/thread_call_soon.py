"""A thread hands over to the loop what it has, when it has it."""
import asyncio, time

def sensor(loop, queue):
    for value in (20.5, 20.7, None):
        time.sleep(0.1)
        loop.call_soon_threadsafe(queue.put_nowait, value)

async def main():
    queue, began = asyncio.Queue(), time.monotonic()
    reading = asyncio.create_task(asyncio.to_thread(sensor, asyncio.get_running_loop(), queue))
    while (value := await queue.get()) is not None:
        print("temperature", value, "at", round(time.monotonic() - began, 1))
    await reading

asyncio.run(main())
