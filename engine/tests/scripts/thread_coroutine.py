"""A thread has the loop run a coroutine, and waits for its result."""
import asyncio, time

async def ask(question):
    await asyncio.sleep(0.2)
    if question == "why":
        raise ValueError("no reason")
    return f"{question}: 42"

def work(loop):
    time.sleep(0.1)
    began = time.monotonic()
    for question in ("what", "why"):
        future = asyncio.run_coroutine_threadsafe(ask(question), loop)
        try:
            print(future.result())
        except ValueError as error:
            print("failed:", error)
    print(round(time.monotonic() - began, 1))
    slow = asyncio.run_coroutine_threadsafe(asyncio.sleep(9), loop)
    try:
        slow.result(timeout=0.3)
    except TimeoutError:
        print("too slow", slow.cancel())
    print(round(time.monotonic() - began, 1))

async def main():
    ticking = asyncio.create_task(tick())
    await asyncio.to_thread(work, asyncio.get_running_loop())
    ticking.cancel()

async def tick():
    while True:
        await asyncio.sleep(0.15)
        print("tick")

asyncio.run(main())
