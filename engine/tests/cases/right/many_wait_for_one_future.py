# Nothing is wrong: one task sets the future that several await.
import asyncio


async def client(name, token):
    print(name, "has", await token)


async def log_in(token):
    await asyncio.sleep(0.2)
    token.set_result("a token")


async def main():
    token = asyncio.get_running_loop().create_future()
    await asyncio.gather(log_in(token), *(client(name, token) for name in ("ada", "bob")))


asyncio.run(main())
