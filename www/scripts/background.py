# Look at the row of the heartbeat: it runs in parallel to main from create_task on, until main cancels it.
#
# create_task starts a coroutine in the background and returns immediately. Keep a reference to the task, and
# await or cancel it in the end.
import asyncio


async def heartbeat(every):
    beats = 0
    try:
        while True:
            await asyncio.sleep(every)
            beats += 1
            print(f"beat {beats}")
    finally:
        print(f"the heart stops after {beats} beats")


async def save(document):
    await asyncio.sleep(0.35)
    return f"{document} is saved"


async def main():
    heart = asyncio.create_task(heartbeat(0.2), name="heartbeat")
    saving = asyncio.create_task(save("draft"), name="saving")
    print("both run, and main does something else")
    await asyncio.sleep(0.5)

    print(await saving)
    await asyncio.sleep(0.2)
    heart.cancel()
    await asyncio.gather(heart, return_exceptions=True)
    print("main ends")


asyncio.run(main())
