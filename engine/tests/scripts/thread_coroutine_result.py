"""run_coroutine_threadsafe in a thread: its result, its exception, its cancellation, and wrap_future."""
import asyncio
import concurrent.futures

async def double(n):
    await asyncio.sleep(0.1)
    if n < 0:
        raise ValueError(n)
    return 2 * n

def work(loop):
    futures = [asyncio.run_coroutine_threadsafe(double(n), loop) for n in (1, -1)]
    print(futures[0].result(), repr(futures[1].exception()))
    endless = asyncio.run_coroutine_threadsafe(asyncio.sleep(1000), loop)
    try:
        endless.result(timeout=0.5)
    except TimeoutError:
        print("not yet", endless.cancel())
    return "worked"

async def main():
    loop = asyncio.get_running_loop()
    print(await asyncio.to_thread(work, loop))
    print(await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(double(4), loop)))
    outer = concurrent.futures.Future()
    inner = asyncio.wrap_future(outer)
    outer.set_result("set")
    print(await inner)

asyncio.run(main())
