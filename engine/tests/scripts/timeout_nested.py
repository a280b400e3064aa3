"""When the outer one fires, the inner has not expired."""
import asyncio

async def main():
    try:
        async with asyncio.timeout(1) as outer:
            try:
                async with asyncio.timeout(5) as inner:
                    await asyncio.sleep(10)
            finally:
                print("inner", inner.expired())
    except TimeoutError:
        print("outer", outer.expired())

asyncio.run(main())
