import asyncio


async def brew(name, *, seconds):
    await asyncio.sleep(seconds)
    print(f"{name} after {seconds} s")


async def main():
    orders = {"tea & milk": 3, "<b>cake</b>": 1}
    async with asyncio.TaskGroup() as group:
        for name, seconds in orders.items():
            group.create_task(brew(name, seconds=seconds), name=name)


if __name__ == "__main__":
    asyncio.run(main())
