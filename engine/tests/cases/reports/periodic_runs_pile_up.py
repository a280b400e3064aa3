# Line 17: the next run begins while the last one has not ended. Source: tornadoweb/tornado#3117.
import asyncio


class PeriodicCallback:
    def __init__(self, callback, seconds):
        self.callback, self.seconds = callback, seconds
        self.running = set()

    def start(self):
        self.handle = asyncio.get_running_loop().call_later(self.seconds, self._run)

    def _run(self):
        task = asyncio.create_task(self.callback())
        self.running.add(task)
        task.add_done_callback(self.running.discard)
        self.start()

    def stop(self):
        self.handle.cancel()


active = most = 0


async def refresh():
    global active, most
    active += 1
    most = max(most, active)
    await asyncio.sleep(0.35)
    active -= 1


async def main():
    callback = PeriodicCallback(refresh, 0.1)
    callback.start()
    await asyncio.sleep(1.05)
    callback.stop()
    print("at most", most, "at once,", len(callback.running), "cut off at the end")


asyncio.run(main())
