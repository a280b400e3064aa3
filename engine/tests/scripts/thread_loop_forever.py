"""A thread runs a loop until another one stops it."""
import asyncio

def serve(loop, ready):
    asyncio.set_event_loop(loop)
    loop.call_soon(ready.set_result, None)
    loop.run_forever()
    return "stopped"

async def tick(name):
    await asyncio.sleep(0.1)
    return f"{name} in its loop: {asyncio.get_running_loop().time() > 0}"

class Ready:
    def __init__(self, loop):
        self.loop, self.event = loop, asyncio.Event()

    def set_result(self, _):
        self.loop.call_soon_threadsafe(self.event.set)

async def main():
    own, other = asyncio.get_running_loop(), asyncio.new_event_loop()
    ready = Ready(own)
    served = asyncio.create_task(asyncio.to_thread(serve, other, ready))
    await ready.event.wait()
    futures = [asyncio.run_coroutine_threadsafe(tick(name), other) for name in "ab"]
    print(await asyncio.gather(*map(asyncio.wrap_future, futures)))
    other.call_soon_threadsafe(other.stop)
    print(await served, other.is_running())
    other.close()

asyncio.run(main())
