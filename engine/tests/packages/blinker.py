"""Signals."""

import asyncio

from blinker import Namespace, signal

started = signal("started")


@started.connect
def log(sender, **more):
    print("log", sender, more)


async def notify(sender, **more):
    await asyncio.sleep(0.1)
    print("notified", sender)


async def main():
    started.connect(notify)
    log_started = Namespace().signal("started")
    print(len(started.receivers), len(log_started.receivers), bool(started.receivers_for("x")))
    started.disconnect(notify)
    started.send("engine", speed=3)
    started.disconnect(log)
    started.connect(notify)
    await started.send_async("again")


asyncio.run(main())
