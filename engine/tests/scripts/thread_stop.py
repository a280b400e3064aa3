"""Threads look now and then whether they are to stop."""
import asyncio, threading, time

def work(name, stop, seconds):
    rounds = 0
    while not stop.is_set():
        time.sleep(seconds)
        rounds += 1
    print(name, "did", rounds, "rounds")

def listen(stop):
    while not stop.wait(0.25):
        print("not yet")
    print("stop was set")

async def main():
    stop = threading.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(asyncio.to_thread(work, "fast", stop, 0.1))
        group.create_task(asyncio.to_thread(work, "slow", stop, 0.4))
        group.create_task(asyncio.to_thread(listen, stop))
        await asyncio.sleep(0.95)
        stop.set()

asyncio.run(main())
