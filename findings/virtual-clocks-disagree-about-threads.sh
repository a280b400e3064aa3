#!/usr/bin/env bash
# A function in a thread takes 0.2 s, a concurrent timer 0.5 s, and the time limit is 1 s. Event loops with a virtual clock for
# tests either wait for the thread while virtual time stands still (looptime, async-solipsism), or advance to the timers
# without waiting for the thread, so the limit cancels it although it would end in time (aiotools). With none of them does the
# thread end at 0.2 s, as on the real clock.
source "$(dirname "$0")/common.bash"
install looptime==0.9 async-solipsism==0.10 aiotools==2.2.4 typing_extensions==4.16.0

actual=$("$python" - <<'PY'
import asyncio
import time

import aiotools
import async_solipsism
import looptime


async def main(name):
    loop = asyncio.get_running_loop()
    began, order = loop.time(), []

    async def thread():
        try:
            await asyncio.wait_for(asyncio.to_thread(time.sleep, 0.2), 1)
            order.append(f"thread at {loop.time() - began:.1f}")
        except TimeoutError:
            order.append(f"limit at {loop.time() - began:.1f}")

    async def timer():
        await asyncio.sleep(0.5)
        order.append(f"timer at {loop.time() - began:.1f}")

    await asyncio.gather(thread(), timer())
    print(f"{name}: {', '.join(order)}", end="; ")


async def patched():
    with aiotools.VirtualClock().patch_loop():
        await main("aiotools")


looptime.new_event_loop().run_until_complete(main("looptime"))
async_solipsism.EventLoop().run_until_complete(main("async-solipsism"))
asyncio.run(patched())
PY
)
check "each: thread at 0.2, timer at 0.5" "$actual" \
  "looptime: thread at 0.0, timer at 0.5; async-solipsism: thread at 0.0, timer at 0.5; aiotools: timer at 0.5, limit at 1.0"
