# Look at the two buyers: both check before either of them buys, so one seat is sold twice.
#
# A mistake. There is an await between the check and the change, and other tasks run during it. What was true
# before may be false afterwards. Check and change without an await in between, or hold a lock.
import asyncio

seats = 1


async def buy(name):
    global seats
    if seats > 0:
        await asyncio.sleep(0.2)  # the payment
        seats -= 1
        print(f"{name} has a seat, {seats} left")
    else:
        print(f"{name} is too late")


async def buy_under_a_lock(name, lock):
    async with lock:
        await buy(name)


async def main():
    global seats
    print("without a lock:")
    await asyncio.gather(*[asyncio.create_task(buy(name), name=name) for name in ("Ada", "Bob")])

    seats, lock = 1, asyncio.Lock()
    print("with a lock:")
    buyers = [asyncio.create_task(buy_under_a_lock(name, lock), name=name) for name in ("Cleo", "Dan")]
    await asyncio.gather(*buyers)


asyncio.run(main())
