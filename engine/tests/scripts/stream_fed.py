"""A StreamReader that the script itself feeds."""
import asyncio

async def main():
    reader = asyncio.StreamReader()
    print(reader.at_eof(), reader.exception())
    async def consume():
        async for line in reader:
            print("line", line)
        print("end")
    task = asyncio.create_task(consume())
    for part in (b"one\ntw", b"o\n", b"rest"):
        await asyncio.sleep(1)
        reader.feed_data(part)
    reader.feed_eof()
    await task
    broken = asyncio.StreamReader()
    broken.set_exception(ValueError("broken"))
    try:
        await broken.read()
    except ValueError as error:
        print(error, repr(broken.exception()))
    twice = asyncio.StreamReader()
    first = asyncio.create_task(twice.read(1))
    await asyncio.sleep(0)
    try:
        await twice.readline()
    except RuntimeError as error:
        print(error)
    first.cancel()
    print(await asyncio.gather(first, return_exceptions=True))
    twice.feed_data(b"still there")
    print(await twice.read(5), twice._limit)

asyncio.run(main())
