"""Loops are distinct: what belongs to one cannot be awaited in another."""
import asyncio
import re

def said(error):
    return re.sub(r"0x[0-9a-f]+|script.py|/[^ ]*|:\d+", "", str(error))

lock, event, queue, semaphore = asyncio.Lock(), asyncio.Event(), asyncio.Queue(), asyncio.Semaphore(0)
condition = asyncio.Condition()

async def waits(wait):
    try:
        await asyncio.wait_for(wait(), 1)
    except TimeoutError:
        print("timed out")
    except RuntimeError as error:
        print(said(error))

async def notified():
    async with condition:
        await condition.wait()

async def main():
    await lock.acquire()
    for wait in lock.acquire, event.wait, queue.get, semaphore.acquire, notified:
        await waits(wait)
    lock.release()

asyncio.run(main())
asyncio.run(main())

other = asyncio.new_event_loop()
future = other.create_future()

async def awaits():
    await future

try:
    asyncio.run(awaits())
except RuntimeError as error:
    print(said(error)[-28:])
other.close()
