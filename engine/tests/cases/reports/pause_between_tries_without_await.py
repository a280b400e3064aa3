# Line 25: the pause is not awaited, so all tries are made at once. Source: NoneGG/aredis#41.
import asyncio
import warnings

warnings.simplefilter("always")


class Redis:
    def __init__(self, up_after):
        self.up_at = asyncio.get_running_loop().time() + up_after
        self.tries = 0

    async def connect(self):
        self.tries += 1
        if asyncio.get_running_loop().time() < self.up_at:
            raise ConnectionRefusedError("not up yet")
        return "connected"


async def connect_patiently(redis, tries=5, pause=0.1):
    for attempt in range(tries):
        try:
            return await redis.connect()
        except ConnectionRefusedError:
            asyncio.sleep(pause)
    return f"no luck after {redis.tries} tries"


async def main():
    redis = Redis(up_after=0.25)
    print(await connect_patiently(redis))


asyncio.run(main())
