"""aiohttp.web: run_app, with a client in the background."""
import asyncio
import aiohttp
from aiohttp import web

class Ping(web.View):
    async def get(self):
        return web.Response(text="pong")

async def ask(app):
    async def client():
        await asyncio.sleep(0.1)
        async with aiohttp.ClientSession() as session:
            for method in ("GET", "POST"):
                async with session.request(method, "http://localhost:18734/ping") as response:
                    print(response.status, await response.text())
            try:
                await session.get("http://localhost:18735")
            except aiohttp.ClientConnectorError as error:
                print(error)
        raise web.GracefulExit
    task = asyncio.create_task(client())
    yield
    print("cleanup")

app = web.Application()
app.router.add_view("/ping", Ping)
app.cleanup_ctx.append(ask)
web.run_app(app, host="localhost", port=18734, print=print)
