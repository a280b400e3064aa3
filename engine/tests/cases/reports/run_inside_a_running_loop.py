# Line 11: asyncio.run is refused inside of a running loop, and its coroutine is never awaited. Source: openneuro-py/openneuro-py#51.
import asyncio


async def _download(names):
    await asyncio.sleep(0.01)
    return [name + ".gz" for name in names]


def download(names):
    return asyncio.run(_download(names))


async def notebook_cell():
    try:
        print(download(["sub-01", "sub-02"]))
    except RuntimeError as error:
        print("RuntimeError:", error)


print("as a script:", download(["sub-01"]))
asyncio.run(notebook_cell())
