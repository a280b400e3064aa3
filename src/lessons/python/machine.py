"""Customers buy the last tickets: each looks whether one is left, pays, and takes it."""

import asyncio
import contextlib

VARIANT = "check"  # setting: variant
CUSTOMERS = 3  # setting: customers
TICKETS = 2  # setting: tickets
GAP = 0.05  # setting: gap
PAY = 0.02  # setting: pay

sold = 0
lock = asyncio.Lock() if VARIANT == "lock" else contextlib.nullcontext()


async def main():
    buying = [
        asyncio.create_task(buy(n), name=f"customer {n}") for n in range(1, CUSTOMERS + 1)
    ]
    await asyncio.gather(*buying)
    print(f"{sold} of {TICKETS} tickets are sold")


async def buy(n):
    # One customer comes after the other.
    await asyncio.sleep(n * GAP)
    async with lock:
        await look_and_pay(n)


async def look_and_pay(n):
    if sold == TICKETS:
        print(f"customer {n}: sold out")
        return
    if VARIANT == "reserve":
        take()
    # The bank answers, usually before the next customer comes.
    await asyncio.sleep(PAY)
    if VARIANT != "reserve":
        take()
    print(f"customer {n} has a ticket")


def take():
    global sold
    sold += 1


asyncio.run(main())
