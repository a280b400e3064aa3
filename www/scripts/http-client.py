# Look at the four requests: they begin together, and the one that fails disturbs none of the others.
#
# A response of 404 is no exception until raise_for_status is called. A server that says nothing for too long is
# one: the limit is the session's, or the request's own.
import asyncio

import aiohttp


async def show(session, url):
    try:
        async with session.get(url) as response:
            response.raise_for_status()
            text = await response.text()
    except aiohttp.ClientResponseError as error:
        return f"{url}: the server says {error.status}"
    except aiohttp.ClientConnectionError:
        return f"{url}: no server answers"
    except TimeoutError:
        return f"{url}: took too long"
    return f"{url}: {len(text)} characters of {response.content_type}"


async def main():
    limit = aiohttp.ClientTimeout(total=2)
    async with aiohttp.ClientSession(timeout=limit) as session:
        urls = ["docs/task.txt", "docs/nobody.txt", "docs/lock.txt"]
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(show(session, url), name=url) for url in urls]
            head = group.create_task(session.head("docs/future.txt"), name="only the head")
        for task in tasks:
            print(task.result())
        print("docs/future.txt is there:", head.result().ok)


asyncio.run(main())
