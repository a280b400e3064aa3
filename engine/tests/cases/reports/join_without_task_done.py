# Line 23: task_done is left out where the handler fails, so join() never returns. Source: pyrogram/pyrogram#1305.
import asyncio
import logging
import sys

logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(levelname)s %(message)s")
log = logging.getLogger("dispatcher")


class Dispatcher:
    def __init__(self, workers):
        self.updates = asyncio.Queue()
        self.workers = [asyncio.create_task(self.work(n), name=f"worker-{n}") for n in range(workers)]

    async def work(self, n):
        while True:
            update = await self.updates.get()
            try:
                await asyncio.sleep(0.05)
                if update == "sticker":
                    raise KeyError("text")
                log.info("worker %d handled %s", n, update)
                self.updates.task_done()
            except Exception as error:
                log.error("worker %d: %r", n, error)

    async def stop(self):
        await self.updates.join()
        for worker in self.workers:
            worker.cancel()
        log.info("stopped")


async def main():
    dispatcher = Dispatcher(2)
    for update in ("hello", "photo", "sticker", "bye"):
        dispatcher.updates.put_nowait(update)
    await dispatcher.stop()


asyncio.run(main())
