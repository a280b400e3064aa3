"""Repeats what fails."""

import asyncio

from tenacity import (AsyncRetrying, RetryError, retry, retry_if_exception_type, stop_after_attempt, wait_exponential,
                      wait_fixed)


@retry(stop=stop_after_attempt(4), wait=wait_fixed(1), retry=retry_if_exception_type(ConnectionError))
async def connect(tries=[]):
    tries.append(asyncio.get_running_loop().time())
    if len(tries) < 3:
        raise ConnectionError("not yet")
    return [round(b - a, 3) for a, b in zip(tries, tries[1:])]


async def main():
    print(await connect(), connect.statistics["attempt_number"])
    began = asyncio.get_running_loop().time()
    try:
        async for attempt in AsyncRetrying(stop=stop_after_attempt(3), wait=wait_exponential(min=1)):
            with attempt:
                print("attempt", attempt.retry_state.attempt_number)
                raise ValueError("never")
    except RetryError as error:
        print(repr(error.last_attempt.exception()), round(asyncio.get_running_loop().time() - began, 3))


asyncio.run(main())
