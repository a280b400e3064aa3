"""aiohttp.web: a server and a client in one script."""
import asyncio
import aiohttp
from aiohttp import web

routes = web.RouteTableDef()
items = {1: "tea"}

@routes.get("/")
async def index(request):
    return web.Response(text=f"{request.method} {request.path} {request.remote}")

@routes.get("/items/{id:\\d+}", name="item")
async def item(request):
    number = int(request.match_info["id"])
    if number not in items:
        raise web.HTTPNotFound(text=f"no item {number}")
    return web.json_response({"id": number, "name": items[number]})

@routes.post("/items")
async def add(request):
    data = await request.json()
    number = max(items) + 1
    items[number] = data["name"]
    return web.json_response({"id": number}, status=201, headers={"Location": f"/items/{number}"})

async def search(request):
    return web.Response(text=f"{request.query['q']} {request.query.getall('tag')} {request.query_string}")

async def form(request):
    fields = await request.post()
    return web.Response(text=f"{request.content_type} {fields['name']} {fields['city']}")

async def fail(request):
    raise ValueError("broken")

async def stream(request):
    response = web.StreamResponse(headers={"Content-Type": "text/plain"})
    await response.prepare(request)
    for part in (b"one\n", b"two\n"):
        await response.write(part)
    await response.write_eof()
    return response

@web.middleware
async def count(request, handler):
    request.app["count"] += 1
    request["number"] = request.app["count"]
    response = await handler(request)
    response.headers["X-Number"] = str(request["number"])
    return response

async def started(app):
    print("started")

async def ended(app):
    print("ended", app["count"])

async def main():
    app = web.Application(middlewares=[count])
    app["count"] = 0
    app.add_routes(routes)
    app.add_routes([web.get("/search", search), web.post("/form", form), web.get("/fail", fail)])
    app.router.add_get("/stream", stream)
    app.on_startup.append(started)
    app.on_cleanup.append(ended)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        async with session.get("/") as response:
            print(response.status, await response.text(), response.content_type, response.charset)
            print(response.headers["X-Number"])
        async with session.get("/items/1") as response:
            print(response.status, await response.json())
        async with session.post("/items", json={"name": "milk"}) as response:
            print(response.status, await response.json(), response.headers["Location"])
        async with session.get("/items/2") as response:
            print((await response.json())["name"])
        async with session.get("/items/9") as response:
            print(response.status, response.reason, await response.text())
        async with session.get("/items/x") as response:
            print(response.status, await response.text())
        async with session.delete("/items") as response:
            print(response.status, await response.text(), response.headers["Allow"])
        async with session.get("/search", params=[("q", "a b"), ("tag", "x"), ("tag", "y")]) as response:
            print(await response.text())
        async with session.post("/form", data={"name": "ann", "city": "Köln"}) as response:
            print(await response.text())
        async with session.get("/fail") as response:
            print(response.status, (await response.text()).split("\n")[0])
        async with session.head("/") as response:
            print(response.status, await response.read(), response.headers["Content-Length"])
        async with session.get("/stream") as response:
            print(response.status, [line async for line in response.content])
        try:
            async with session.get("/items/9", raise_for_status=True):
                pass
        except aiohttp.ClientResponseError as error:
            print(error.status, error.message)
        numbers = await asyncio.gather(*(number(session) for _ in range(3)))
        print(sorted(numbers))
    await runner.cleanup()

async def number(session):
    async with session.get("/") as response:
        return int(response.headers["X-Number"])

asyncio.run(main())
