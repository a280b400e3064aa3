"""Clients that connect, ask and leave: a few one at a time, then thousands together."""

import asyncio
from time import perf_counter

CLIENTS = 10_000  # setting: clients
ALONE = 3  # setting: alone
PAUSE = 0.08  # setting: pause

answered = connected = most = 0


async def main():
    requests = asyncio.Queue(100)
    server = asyncio.create_task(serve(requests), name="server")

    began = perf_counter()
    await asyncio.create_task(one_at_a_time(ALONE, requests), name="one at a time")
    alone = perf_counter() - began

    began = perf_counter()
    clients = [asyncio.create_task(visit(n, requests), name=f"client {n}") for n in range(CLIENTS)]
    await asyncio.gather(*clients)
    together = perf_counter() - began
    server.cancel()

    print(f"most clients at once: {most}")
    print(f"the server answered {answered}")
    print(each("one at a time", ALONE, alone))
    print(each("together", CLIENTS, together))
    if ALONE and together:
        times = alone * CLIENTS / (together * ALONE)
        print(f"together is {times:.1f} times as fast")


def each(how, clients, took):
    each = took / max(clients, 1)
    return f"{clients} {how}: {took * 1000:.0f} ms, {each * 1e6:.0f} µs each"


async def one_at_a_time(clients, requests):
    for n in range(clients):
        await visit(n, requests)


async def visit(n, requests):
    global connected, most
    connected += 1
    most = max(most, connected)
    # Some are slower than others: 1, 1.5, 2, 2.5 times the pause.
    pace = PAUSE * (2 + n % 4) / 2
    await asyncio.sleep(pace)
    await requests.put(n)
    await asyncio.sleep(pace)
    connected -= 1


async def serve(requests):
    global answered
    while True:
        await requests.get()
        answered += 1


asyncio.run(main())
