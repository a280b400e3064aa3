"""A task that computes for a long time, next to one that should tick every 20 milliseconds."""

import asyncio
from math import isqrt
from time import perf_counter

VARIANT = "block"  # setting: variant
# Python computes more slowly than Rust, so a thousand of the setting is a hundred here.
END = 150_000  # setting: numbers × 100

longest = 0


async def main():
    ticker = asyncio.create_task(tick(), name="ticker")
    await asyncio.sleep(0.1)

    count = {
        "block": count_in_one_go,
        "slices": count_in_slices,
        "sieve": count_with_a_sieve,
        "worker": count_elsewhere,
    }
    began = perf_counter()
    primes = await asyncio.create_task(count[VARIANT](END), name="counter")
    print(f"{primes} primes in {(perf_counter() - began) * 1000:.0f} ms")

    await asyncio.sleep(0.1)
    ticker.cancel()
    print(f"the longest time between two ticks: {longest * 1000:.0f} ms")


async def count_in_one_go(end):
    """No other task runs until this returns."""
    return primes_in(range(end))


async def count_in_slices(end):
    """After every thousand numbers the other tasks have a turn."""
    primes = 0
    for begin in range(0, end, 1000):
        primes += primes_in(range(begin, begin + 1000))
        await asyncio.sleep(0)
    return primes


async def count_with_a_sieve(end):
    """The same in one go with far less work: strikes out the multiples of every prime."""
    is_struck = bytearray(end)
    primes = 0
    for n in range(2, end):
        if not is_struck[n]:
            primes += 1
            is_struck[2 * n :: n] = b"\1" * len(range(2 * n, end, n))
    return primes


async def count_elsewhere(end):
    """Another thread does the work; this one only waits for it."""
    return await asyncio.to_thread(primes_in, range(end))


def primes_in(numbers):
    return sum(map(is_prime, numbers))


def is_prime(n):
    return n >= 2 and all(n % d for d in range(2, isqrt(n) + 1))


async def tick():
    global longest
    while True:
        began = perf_counter()
        await asyncio.sleep(0.02)
        longest = max(longest, perf_counter() - began)


asyncio.run(main())
