# Look at the entries and exits: "async with" may wait at both, for a lock and for a file to close.
#
# The lock keeps the two writers apart, so their lines do not mix. The file is closed and the lock released
# even if the writer is cancelled halfway.
import asyncio

import aiofiles


async def write(name, lock, lines):
    async with lock:
        print(f"{name} has the lock")
        async with aiofiles.open("diary.txt", "a") as file:
            for n in range(1, lines + 1):
                await file.write(f"{name}, line {n}\n")
                await asyncio.sleep(0.1)
    print(f"{name} is done")


async def main():
    async with aiofiles.open("diary.txt", "w") as file:
        await file.write("the diary\n")

    lock = asyncio.Lock()
    ada = asyncio.create_task(write("Ada", lock, 3), name="Ada")
    bob = asyncio.create_task(write("Bob", lock, 100), name="Bob")
    await ada
    await asyncio.sleep(0.25)
    bob.cancel()
    await asyncio.wait([bob])
    print("the lock is", "taken" if lock.locked() else "free")

    async with aiofiles.open("diary.txt") as file:
        async for line in file:
            print(line.rstrip())


asyncio.run(main())
