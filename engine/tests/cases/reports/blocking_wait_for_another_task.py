# Line 12: it waits with time.sleep for another task, which can not run meanwhile. Source: OpenEPaperLink/Home_Assistant_Integration#77.
import asyncio
import time

busy = None


async def upload(label, image):
    global busy
    while busy:
        print(label, "waits for", busy) if busy != label else None
        time.sleep(1)
        if time.monotonic() - began > 5:
            print(label, "still waits")
            time.sleep(3600)
    busy = label
    await asyncio.sleep(0.2)  # the radio takes the image
    busy = None
    print(label, "shows", image)


async def main():
    await asyncio.gather(upload("kitchen", "menu"), upload("hall", "weather"))
    print("never printed")


began = time.monotonic()
asyncio.run(main())
