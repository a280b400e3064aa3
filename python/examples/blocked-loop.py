r"""A FastAPI service whose login blocks the event loop: a password is hashed in an `async def`.

Recorded with FastAPI 0.165, uvicorn 0.54 and Python 3.11, in this folder:

    python -m coroscope -o ../../www/recordings/blocked-loop.coro.json blocked-loop.py &
    until curl --silent http://127.0.0.1:8000/orders/1; do sleep 0.1; done
    curl --parallel --parallel-immediate http://127.0.0.1:8000/orders/[2-3] \
        --next --request POST http://127.0.0.1:8000/login
    kill %1
"""

import asyncio
import hashlib

import uvicorn
from fastapi import FastAPI

app = FastAPI()


def name_task(name: str) -> None:
    """Names the task that answers a request."""
    if task := asyncio.current_task():
        task.set_name(name)


@app.post("/login")
async def login() -> dict[str, str]:
    name_task("login")
    # As many rounds as are recommended. While they last, the loop does nothing else.
    key = hashlib.pbkdf2_hmac("sha256", b"a password", b"a salt", 600_000)
    return {"session": key.hex()[:8]}


@app.get("/orders/{number}")
async def order(number: int) -> dict[str, object]:
    name_task(f"order {number}")
    rows = await query(number)
    return {"order": number, "rows": rows}


async def query(number: int) -> int:
    await asyncio.sleep(0.03)  # in place of a database
    return number * 3


if __name__ == "__main__":
    uvicorn.run(app, port=8000, access_log=False)
