"""What can't be a task is refused by name."""
import asyncio

async def main():
    for wrong in (42, "text", main):
        try:
            asyncio.create_task(wrong)
        except TypeError as error:
            print("TypeError:", str(error).split(" at 0x")[0])

asyncio.run(main())
