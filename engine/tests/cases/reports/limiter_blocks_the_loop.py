# Line 15: time.sleep blocks the loop, so the ticker does not tick. Source: vutran1710/PyrateLimiter#208.
import asyncio
import time


class Limiter:
    def __init__(self, permits, period):
        self.permits, self.period = permits, period
        self.taken = []

    def try_acquire(self):
        now = time.monotonic()
        self.taken = [at for at in self.taken if now - at < self.period]
        if len(self.taken) >= self.permits:
            time.sleep(self.period - (now - self.taken[0]))
            self.taken.clear()
        self.taken.append(time.monotonic())


async def ticker(ticks):
    while True:
        await asyncio.sleep(0.1)
        ticks.append("tick")


async def worker(limiter, name):
    for _ in range(2):
        limiter.try_acquire()
        await asyncio.sleep(0)
    print(name, "is through")


async def main():
    ticks = []
    ticking = asyncio.create_task(ticker(ticks), name="ticker")
    limiter = Limiter(permits=2, period=0.5)
    await asyncio.gather(*(worker(limiter, f"w{n}") for n in range(3)))
    print("ticks in about a second:", len(ticks))
    ticking.cancel()


asyncio.run(main())
