"""All clocks of the library tell the time of the run."""
import asyncio
import datetime
import time

def read():
    return (
        time.time(), time.time_ns() / 1e9, datetime.datetime.now().timestamp(),
        datetime.datetime.now(datetime.timezone.utc).timestamp(), time.mktime(time.localtime()),
        time.mktime(time.strptime(time.ctime())), time.mktime(time.strptime(time.strftime("%Y-%m-%d %H:%M:%S"), "%Y-%m-%d %H:%M:%S")),
        datetime.datetime.combine(datetime.date.today(), datetime.datetime.now().time()).timestamp(),
        datetime.datetime.fromtimestamp(time.time()).timestamp(),
        datetime.datetime(*time.gmtime()[:6], tzinfo=datetime.timezone.utc).timestamp(),
    )

async def main():
    before = read()
    await asyncio.sleep(3600)
    print([round(now - then) for then, now in zip(before, read())])
    time.sleep(86_400)
    print([round(now - then) for then, now in zip(before, read())])
    print([round(now - before[0]) for now in before[1:]])

asyncio.run(main())
