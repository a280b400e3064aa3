"""In debug mode, the warning about a coroutine that was never awaited says where it was created."""
import asyncio
import sys
import warnings

async def forgotten():
    pass

async def main():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        forgotten()
    for line in str(caught[0].message).splitlines():
        if line.startswith("coroutine") or line.startswith("Coroutine") or line.endswith("in main"):
            print(line.strip())
    print(caught[0].category.__name__, sys.get_coroutine_origin_tracking_depth())

asyncio.run(main(), debug=True)
print(sys.get_coroutine_origin_tracking_depth())
asyncio.run(main())
