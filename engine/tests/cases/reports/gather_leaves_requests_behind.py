# Line 29: gather fails, and other requests go on without anybody. Source: encode/httpx#1171.
import asyncio


class PoolTimeout(Exception):
    pass


class Client:
    def __init__(self, connections, patience):
        self.pool = asyncio.Semaphore(connections)
        self.patience = patience

    async def get(self, path):
        try:
            await asyncio.wait_for(self.pool.acquire(), self.patience)
        except asyncio.TimeoutError:
            raise PoolTimeout(path) from None
        try:
            await asyncio.sleep(0.1)
            return 200
        finally:
            self.pool.release()


async def main():
    client = Client(connections=2, patience=0.25)
    try:
        codes = await asyncio.gather(*(client.get(f"/{n}") for n in range(10)))
        print(codes)
    except PoolTimeout as error:
        print("failed with PoolTimeout", error)
    waiting = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    print(len(waiting), "requests still run")


asyncio.run(main())
