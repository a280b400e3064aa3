# Look at the order of the short turns: each task yields, and the loop runs the next one in the queue.
#
# The loop has a queue of everything that is ready, first in, first out, and a list of timers. asyncio.sleep(0)
# moves a task to the end of the queue.
import asyncio


async def count(name, turns):
    for turn in range(1, turns + 1):
        print(f"{name}: turn {turn} of {turns}")
        await asyncio.sleep(0)


async def main():
    loop = asyncio.get_running_loop()
    began = loop.time()

    def report(words):
        print(f"{words} at {(loop.time() - began) * 1000:.0f} ms")

    loop.call_later(0.2, report, "a timer")
    loop.call_later(0.1, report, "a timer that was scheduled later but is due earlier,")
    loop.call_soon(report, "a callback")

    a = asyncio.create_task(count("a", 3), name="a")
    b = asyncio.create_task(count("b", 2), name="b")
    print("main continues until its first await")
    await asyncio.gather(a, b)
    await asyncio.sleep(0.3)
    report("main ends")


asyncio.run(main())
