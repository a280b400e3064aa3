"""Structured concurrency on top of asyncio."""

import anyio
from anyio import create_memory_object_stream, create_task_group, fail_after, move_on_after


async def produce(send):
    async with send:
        for n in range(4):
            await send.send(n)
            await anyio.sleep(0.5)


async def consume(name, receive):
    async with receive:
        async for item in receive:
            print(name, item, round(anyio.current_time() - began, 2))


async def main():
    global began
    began = anyio.current_time()
    send, receive = create_memory_object_stream(1)
    async with create_task_group() as group:
        group.start_soon(produce, send)
        group.start_soon(consume, "got", receive)
    with move_on_after(1) as scope:
        await anyio.sleep(5)
    print("cancelled", scope.cancelled_caught)
    try:
        with fail_after(0.1):
            await anyio.sleep(1)
    except TimeoutError:
        print("too late")
    limiter = anyio.CapacityLimiter(2)

    async def work(n):
        async with limiter:
            await anyio.sleep(1)
            print("worked", n, limiter.borrowed_tokens)

    async with create_task_group() as group:
        for n in range(3):
            group.start_soon(work, n)
    event, lock = anyio.Event(), anyio.Lock()

    async def wait(*, task_status=anyio.TASK_STATUS_IGNORED):
        task_status.started("ready")
        await event.wait()
        async with lock:
            print("event")

    async with create_task_group() as group:
        print(await group.start(wait))
        event.set()
    try:
        async with create_task_group() as group:
            group.start_soon(fail)
            group.start_soon(anyio.sleep, 10)
    except ExceptionGroup as errors:
        print(errors.exceptions)
    print(await anyio.to_thread.run_sync(sum, [1, 2, 3]))


async def fail():
    raise ValueError("one of them failed")


anyio.run(main)
