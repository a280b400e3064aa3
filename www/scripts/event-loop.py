# Look at the order of the short turns: each task gives up its turn, and the loop takes the next in line.
#
# The loop has a queue of what is ready, first in, first out, and a list of timers. asyncio.sleep(0) means:
# to the end of the queue, please.
import asyncio


async def count(name, turns):
    for turn in range(1, turns + 1):
        print(f"{name}: turn {turn} of {turns}")
        await asyncio.sleep(0)


async def main():
    loop = asyncio.get_running_loop()
    began = loop.time()

    def tell(words):
        print(f"{words} at {(loop.time() - began) * 1000:.0f} ms")

    loop.call_later(0.2, tell, "a timer")
    loop.call_later(0.1, tell, "a timer that asked later, and is due earlier,")
    loop.call_soon(tell, "a callback")

    a = asyncio.create_task(count("a", 3), name="a")
    b = asyncio.create_task(count("b", 2), name="b")
    print("main goes on until its first await")
    await asyncio.gather(a, b)
    await asyncio.sleep(0.3)
    tell("main ends")


asyncio.run(main())
