# Look at the two payments: the first is cancelled at the limit, the second goes on behind its shield.
#
# asyncio.timeout cancels what is awaited in its block. A shield lets the waiting end, and not the work; so
# somebody has to await the work later.
import asyncio


async def pay(number):
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print(f"payment {number} was cancelled half way")
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
        print("stopped waiting for payment 2; it goes on")
    print(await payment)


asyncio.run(main())
