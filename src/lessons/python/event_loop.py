"""How the event loop runs calls, timers and tasks, and in which order."""

import asyncio

DELAY = 0.2  # setting: delay
TURNS = 40  # setting: turns
SLICE = 5_000  # numbers tested in one turn


async def main():
    loop = asyncio.get_running_loop()

    # Timers run in the order of their deadlines, not in the order of scheduling.
    for n in (3, 1, 2):
        after = DELAY * n
        loop.call_later(after, print, f"call_later after {after * 1000:.0f} ms")
    # The ready queue: first in, first out.
    loop.call_soon(print, "call_soon")
    task = asyncio.create_task(count_primes(), name="primes")

    print("main continues")
    # Main goes to the end of the queue.
    await asyncio.sleep(0)
    print("main again")

    await asyncio.sleep(DELAY * 3)
    print(await task)


async def count_primes():
    print("the task's first turn")
    primes = 0
    for turn in range(TURNS):
        primes += sum(map(is_prime, range(turn * SLICE, (turn + 1) * SLICE)))
        await asyncio.sleep(0)
    return f"{primes} primes below {TURNS * SLICE}"


def is_prime(n):
    return n >= 2 and all(n % d for d in range(2, int(n**0.5) + 1))


asyncio.run(main())
