# Line 29: time.sleep blocks the loop, so the heartbeat comes late. Source: FM-17/poglink#47 (discord.py gateway).
import asyncio
import time


class Gateway:
    def __init__(self, interval, limit):
        self.interval = interval
        self.limit = limit
        self.last = None
        self.closed = asyncio.Event()

    async def heartbeat(self):
        loop = asyncio.get_running_loop()
        self.last = loop.time()
        while not self.closed.is_set():
            await asyncio.sleep(self.interval)
            gap = loop.time() - self.last
            self.last = loop.time()
            if gap > self.limit:
                print(f"heartbeat blocked for {gap:.1f} s, session dropped")
                self.closed.set()
            else:
                print("beat")


async def on_command(name):
    print("command", name)
    time.sleep(1.2)  # waits for a slow site
    print("answer for", name)


async def main():
    gateway = Gateway(interval=0.2, limit=0.5)
    beat = asyncio.create_task(gateway.heartbeat(), name="heartbeat")
    await asyncio.sleep(0.5)
    await on_command("!dinos")
    await gateway.closed.wait()
    await beat


asyncio.run(main())
