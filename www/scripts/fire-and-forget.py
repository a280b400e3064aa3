# Look at the end: one mail is cut off because main ends, and the failure of the other is never noticed.
#
# A mistake. A task nobody holds on to may be cancelled at the end of main, and its exception is only printed to
# standard error, if at all. Use a TaskGroup, or keep tasks in a set with a done callback.
import asyncio


async def send(mail, seconds):
    try:
        await asyncio.sleep(seconds)
        if mail == "invoice":
            raise ConnectionError(f"{mail} was refused")
        print(f"{mail} is sent")
    except asyncio.CancelledError:
        print(f"{mail} was cut off")
        raise


async def forget():
    asyncio.create_task(send("invoice", 0.1), name="invoice")
    asyncio.create_task(send("newsletter", 5), name="newsletter")
    await asyncio.sleep(0.3)
    print("everything seems to be sent")


async def keep():
    sending = [asyncio.create_task(send(mail, 0.2), name=mail) for mail in ("invoice", "letter")]
    for ended in await asyncio.gather(*sending, return_exceptions=True):
        if ended is not None:
            print("seen:", ended)


async def main():
    print("kept:")
    await keep()
    print("forgotten:")
    await forget()


asyncio.run(main())
