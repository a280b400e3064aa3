#!/usr/bin/env bash
# A task waits to receive, an item is sent, and the task is cancelled before it runs. `asyncio.Queue` keeps the item for the
# next receiver. AnyIO's memory object stream has already delivered the item to the waiting task. If the task is cancelled by
# `Task.cancel`, as by asyncio's TaskGroup and timeout, the item is lost. If it is cancelled by AnyIO's CancelScope, the task
# receives the item instead.
source "$(dirname "$0")/common.bash"
install anyio==4.16.0

actual=$("$python" - <<'PY'
import asyncio

import anyio


async def cancel_receiver(send, receive, scope=None):
    got = []

    async def receiver():
        if scope is None:
            got.append(await receive())
            return
        with scope:
            got.append(await receive())

    task = asyncio.create_task(receiver())
    await asyncio.sleep(0.01)
    await send("item")
    (scope or task).cancel()
    await asyncio.wait([task])
    return len(got)


async def main():
    queue = asyncio.Queue()
    got = await cancel_receiver(queue.put, queue.get)
    print(f"asyncio.Queue: got {got}, left {queue.qsize()}", end="; ")
    for name, scope in (("Task.cancel", None), ("CancelScope", anyio.CancelScope())):
        sender, receiver = anyio.create_memory_object_stream(1)
        got = await cancel_receiver(sender.send, receiver.receive, scope)
        left = receiver.statistics().current_buffer_used
        print(f"AnyIO by {name}: got {got}, left {left}", end="; ")


asyncio.run(main())
PY
)
check "each: got and left are 1 together" "$actual" \
  "asyncio.Queue: got 0, left 1; AnyIO by Task.cancel: got 0, left 0; AnyIO by CancelScope: got 1, left 0"
