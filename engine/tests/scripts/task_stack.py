"""Task.get_stack and print_stack."""
import asyncio
import io

async def inner():
    await asyncio.sleep(1)

async def outer():
    await inner()

async def fails():
    raise ValueError("no")

async def main():
    task = asyncio.create_task(outer(), name="outer")
    failed = asyncio.create_task(fails(), name="fails")
    await asyncio.sleep(0)
    print([frame.f_code.co_name for frame in task.get_stack()], [frame.f_lineno for frame in task.get_stack(limit=1)])
    for it in task, failed:
        written = io.StringIO()
        it.print_stack(file=written)
        lines = written.getvalue().splitlines()
        print(lines[0].split(" ")[0], [line.strip() for line in lines[1:] if "File" not in line])
    await task
    print(task.get_stack())

asyncio.run(main())
