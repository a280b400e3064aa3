#!/usr/bin/env bash
# In httpx, `pool` is the longest time for which a request waits for a connection of the pool. But a connection that
# becomes free is given to every request that waits; all but one find it taken and wait again, with the whole time. So with
# one connection, requests of 0.2 s and a pool timeout of 0.3 s, the fifth request waits 0.8 s without a PoolTimeout. With a
# timeout shorter than one request, all of the others fail, as expected.
source "$(dirname "$0")/common.bash"
install httpx==0.28.1 httpcore==1.0.9

actual=$("$python" - <<'PY'
import asyncio

import httpx


async def serve(reader, writer):
    while await reader.readline():
        while await reader.readline() != b"\r\n":
            pass
        await asyncio.sleep(0.2)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    url = "http://127.0.0.1:%d/" % server.sockets[0].getsockname()[1]
    for pool in (0.1, 0.3):
        timeout = httpx.Timeout(5, pool=pool)
        one = httpx.Limits(max_connections=1)
        async with httpx.AsyncClient(limits=one, timeout=timeout, trust_env=False) as client:
            answers = await asyncio.gather(*[client.get(url) for _ in range(5)], return_exceptions=True)
        failed = sum(isinstance(answer, httpx.PoolTimeout) for answer in answers)
        print(f"pool={pool}: {failed} of 5 PoolTimeout", end="; ")
    server.close()
    await asyncio.sleep(0.1)


asyncio.run(main())
PY
)
check "pool=0.1: 4 of 5 PoolTimeout; pool=0.3: 3 of 5 PoolTimeout" "$actual" 'pool=0.1: 4 of 5 PoolTimeout; pool=0.3: 0 of 5 PoolTimeout'
