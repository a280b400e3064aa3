"""The wall clock advances with the loop's clock."""
import asyncio
import datetime
import time

async def main():
    began = time.time(), datetime.datetime.now(), datetime.datetime.now(datetime.timezone.utc), time.strftime("%X")
    end = datetime.datetime.now() + datetime.timedelta(seconds=2)
    times = 0
    while datetime.datetime.now() < end and times < 50:
        await asyncio.sleep(0.5)
        times += 1
    print(times)
    print(round(time.time() - began[0], 1))
    print(round((datetime.datetime.now() - began[1]).total_seconds(), 1))
    print(round((datetime.datetime.now(datetime.timezone.utc) - began[2]).total_seconds(), 1))
    print(time.strftime("%X") != began[3], time.localtime()[:6] == datetime.datetime.now().timetuple()[:6])
    print(datetime.date.today() == datetime.datetime.now().date(), datetime.date.today().year > 2000)

asyncio.run(main())
