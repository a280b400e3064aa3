# Line 26: the call of an async function makes a coroutine, which nobody awaits. Source: celery/kombu#1679.
import asyncio
import json

tasks = {}


def task(function):
    tasks[function.__name__] = function
    return function


@task
def add(a, b):
    return a + b


@task
async def send_mail(to):
    await asyncio.sleep(0.01)
    return f"sent to {to}"


async def worker(jobs):
    for name, args in jobs:
        result = tasks[name](*args)
        try:
            print(name, json.dumps(result))
        except TypeError as error:
            print(name, "failed:", error)
        await asyncio.sleep(0)


asyncio.run(worker([("add", (1, 2)), ("send_mail", ("ops",)), ("add", (3, 4))]))
