"""Who does not answer in time is asked again, although it has done its work."""

import asyncio

taken = []


async def pay(order):
    # The shop takes the money, and then answers.
    if order not in taken:
        taken.append(order)
    await asyncio.sleep(0.05)


async def main():
    try:
        await asyncio.wait_for(pay("order 7"), 0.1)
    except TimeoutError:
        await pay("order 7")
    print("taken", len(taken), "times")


asyncio.run(main())
