"""Progress bars."""

import asyncio
import io

from tqdm import tqdm, trange
from tqdm.asyncio import tqdm as tqdm_async

out = io.StringIO()
for _ in tqdm(range(4), file=out, ascii=True, ncols=40, mininterval=0, bar_format="{l_bar}{bar}| {n_fmt}/{total_fmt}"):
    pass
print(out.getvalue().split("\r")[-1].strip())


async def work(n):
    await asyncio.sleep(n)
    return n


async def main():
    print(await tqdm_async.gather(*(work(n) for n in range(3)), file=io.StringIO()))
    print(sum(n for n in trange(5, file=io.StringIO())), tqdm.format_sizeof(123456))


asyncio.run(main())
