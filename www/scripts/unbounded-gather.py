# Look at how many requests run at once: first all forty, then never more than five.
#
# A mistake, as soon as there are thousands: gather starts everything at once. The server gets slow, memory fills
# up, and even the first answer is late. A semaphore is the simplest fix, and the total is no worse.
import asyncio
import time

running = 0


async def request():
    """Asks a server that gets slower with each concurrent request."""
    global running
    began = time.perf_counter()
    running += 1
    await asyncio.sleep(0.03 * running)
    running -= 1
    return time.perf_counter() - began


async def request_politely(permits):
    async with permits:
        return await request()


async def compare(how, coroutines):
    began = time.perf_counter()
    times = await asyncio.gather(*map(asyncio.create_task, coroutines))
    total = time.perf_counter() - began
    print(f"{how}: each took {sum(times) / len(times):.2f} s, all {total:.2f} s")


async def main():
    await compare("all at once", [request() for _ in range(40)])
    permits = asyncio.Semaphore(5)
    await compare("five at a time", [request_politely(permits) for _ in range(40)])


asyncio.run(main())
