# Line 26: this fails for "n/a", the periodic task ends, and nobody looks at its result. Source: Rapptz/discord.py#2151.
import asyncio


class Periodic:
    def __init__(self, seconds, job):
        self.seconds, self.job, self.task = seconds, job, None

    def start(self):
        self.task = asyncio.create_task(self._loop(), name="periodic")

    async def _loop(self):
        count = 0
        while True:
            await self.job(count)
            count += 1
            await asyncio.sleep(self.seconds)


prices = ["12", "13", "n/a", "14"]
total = 0


async def add_price(count):
    global total
    total += int(prices[count % len(prices)])
    print("total is", total)


job = Periodic(0.1, add_price)


async def main():
    job.start()
    for hour in range(4):
        await asyncio.sleep(0.2)
        print("hour", hour, "total", total)


asyncio.run(main())
print("end of the day:", total)
