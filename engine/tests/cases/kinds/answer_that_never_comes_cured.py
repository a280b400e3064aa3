# Nothing is wrong: a task answers.
import asyncio


async def answer(asked, answered):
    await asked.wait()
    await asyncio.sleep(0.1)
    answered.set()


async def main():
    asked, answered = asyncio.Event(), asyncio.Event()
    answering = asyncio.create_task(answer(asked, answered), name="answer")
    asked.set()
    async with asyncio.timeout(2):
        await answered.wait()
    await answering
    print("answered")


asyncio.run(main())
