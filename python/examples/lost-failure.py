"""A shop that sends its mails by tasks that nobody awaits: one fails, and the shop does not notice.

Recorded with aiohttp 3.14 and Python 3.11, in this folder:

    python -m coroscope -o ../../www/recordings/lost-failure.coro.json lost-failure.py
"""

import asyncio

import aiohttp
from aiohttp import web

MAILS = "http://127.0.0.1:8001/mails"
CUSTOMERS = ["Ada", "Ben", "Cleo", "Dan"]


async def accept_mail(request: web.Request) -> web.Response:
    """The service that sends mails. It refuses one of them."""
    mail = await request.json()
    await asyncio.sleep(0.02)
    return web.Response(status=503 if mail["to"] == "Cleo" else 202)


async def send_mail(session: aiohttp.ClientSession, customer: str) -> None:
    async with session.post(MAILS, json={"to": customer}) as response:
        response.raise_for_status()


async def order(session: aiohttp.ClientSession, customer: str) -> str:
    await asyncio.sleep(0.01)  # in place of a database
    asyncio.create_task(send_mail(session, customer), name=f"mail to {customer}")
    return f"{customer}: ordered, a mail is on its way"


async def main() -> None:
    service = web.Application()
    service.router.add_post("/mails", accept_mail)
    runner = web.AppRunner(service, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 8001).start()
    async with aiohttp.ClientSession() as session:
        for customer in CUSTOMERS:
            print(await order(session, customer))
        await asyncio.sleep(0.1)  # the shop goes on
    await runner.cleanup()


asyncio.run(main())
