"""A future of concurrent.futures is awaited, and one of asyncio's is given to a thread."""
import asyncio, concurrent.futures, time

def settle(future):
    time.sleep(0.2)
    future.set_result("from a thread")

async def main():
    loop = asyncio.get_running_loop()
    future = concurrent.futures.Future()
    settling = loop.run_in_executor(None, settle, future)
    print(await asyncio.wrap_future(future))
    await settling
    own = loop.create_future()
    settling = loop.run_in_executor(None, lambda: (time.sleep(0.2), loop.call_soon_threadsafe(own.set_result, "by the loop")))
    print(await own)
    print((await settling)[0])

asyncio.run(main())
