# Look at the four requests: they start together, and the one that fails does not affect the others.
#
# A 404 response raises an exception only when raise_for_status is called. A server that does not answer in time
# always raises one: the limit is set for the session, or for a request.
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
