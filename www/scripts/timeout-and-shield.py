# Look at the two payments: the first is cancelled at the limit, the second continues behind its shield.
#
# asyncio.timeout cancels what its block awaits. With a shield, only the waiting ends and the work continues, so it
# should be awaited later.
import asyncio


async def pay(number):
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print(f"payment {number} was cancelled halfway")
        raise
    return f"payment {number} went through"


async def main():
    try:
        async with asyncio.timeout(0.5):
            print(await pay(1))
    except TimeoutError:
        print("gave up on payment 1")

    payment = asyncio.create_task(pay(2), name="payment 2")
    try:
        async with asyncio.timeout(0.5):
            print(await asyncio.shield(payment))
    except TimeoutError:
        print("stopped waiting for payment 2; it continues")
    print(await payment)


asyncio.run(main())
