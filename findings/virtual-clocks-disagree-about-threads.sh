#!/usr/bin/env bash
# A function in a thread takes 0.2 s, a timer beside it 0.5 s, and 1 s is the limit. Event loops with a virtual clock, made for
# tests, either wait for the thread and let no time pass (looptime, async-solipsism), or jump over it to the timers, so the
# limit ends what would have been in time (aiotools). With none of them is the thread done at 0.2 s, as on the real clock.
source "$(dirname "$0")/common.bash"
install looptime==0.9 async-solipsism==0.10 aiotools==2.2.4 typing_extensions==4.16.0

seen=$("$python" - <<'PY'
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
check "each: thread at 0.2, timer at 0.5" "$seen" \
  "looptime: thread at 0.0, timer at 0.5; async-solipsism: thread at 0.0, timer at 0.5; aiotools: timer at 0.5, limit at 1.0"
