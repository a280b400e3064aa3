# Line 22: nobody is left who sets the futures of the last callers. Source: bharel/asynciolimiter#17.
import asyncio
from collections import deque


class LeakyBucket:
    def __init__(self, capacity, every):
        self.level, self.capacity, self.every = 0, capacity, every
        self.waiting = deque()
        self.leaking = False

    async def wait(self):
        loop = asyncio.get_running_loop()
        if self.level < self.capacity:
            self.level += 1
            if not self.leaking:
                self.leaking = True
                loop.call_later(self.every, self.leak)
            return
        turn = loop.create_future()
        self.waiting.append(turn)
        await turn

    def leak(self):
        self.level -= 1
        if self.waiting:
            self.waiting.popleft().set_result(None)
        self.leaking = False  # and nobody comes to leak again


async def call(bucket, number):
    await bucket.wait()
    print("request", number)


async def main():
    bucket = LeakyBucket(capacity=2, every=0.1)
    await asyncio.gather(*(call(bucket, n) for n in range(5)))
    print("never printed")


asyncio.run(main())
