# Nothing is wrong: the timeout ends the wait, and the work is awaited later.
import asyncio


async def save():
    await asyncio.sleep(0.3)
    return "saved"


async def main():
    saving = asyncio.create_task(save(), name="save")
    try:
        await asyncio.wait_for(asyncio.shield(saving), 0.1)
    except TimeoutError:
        print("takes longer")
    print(await saving)


asyncio.run(main())
