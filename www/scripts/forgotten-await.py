# Look for save: the first call has no bar, because it never ran. Only the second call did.
#
# A mistake. Without await, save() creates a coroutine and throws it away: the line does nothing. Python warns
# about it, but only when the coroutine is destroyed, and only on standard error.
import asyncio

saved = []


async def save(document):
    await asyncio.sleep(0.2)
    saved.append(document)


async def main():
    save("draft")
    print("after the call without await:", saved)

    await save("draft")
    print("after the call with await:", saved)

    # The same mistake in disguise: a coroutine is always true.
    async def is_allowed():
        return False

    if is_allowed():
        print("allowed, although nothing was checked")
    if not await is_allowed():
        print("not allowed")


asyncio.run(main())
