#!/usr/bin/env bash
# `aiodebug.log_slow_callbacks` reports callbacks that block the loop. It replaces `asyncio.Handle._run`, which uvloop does
# not call. So under uvloop nothing is ever reported, and nothing says that it can't be.
source "$(dirname "$0")/common.bash"
install aiodebug==2.3.0 uvloop==0.23.0

actual=$("$python" - <<'PY'
import asyncio
import time

import aiodebug.log_slow_callbacks
import uvloop


async def main():
    time.sleep(0.1)


reported = []
aiodebug.log_slow_callbacks.enable(0.05, on_slow_callback=lambda name, duration: reported.append(name))
for module in (asyncio, uvloop):
    reported.clear()
    loop = module.new_event_loop()
    loop.run_until_complete(main())
    loop.close()
    print(f"{module.__name__}: {len(reported)} reported", end="; ")
PY
)
check "asyncio: 1 reported; uvloop: 1 reported (or an error)" "$actual" '^asyncio: 1 reported; uvloop: 0 reported'
