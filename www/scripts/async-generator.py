# Look at the two sides: the reader waits for each reading, and the sensor continues only when it is asked.
#
# An async generator produces values one at a time, and may await between them. async for asks for the next one.
# aclosing makes sure that the generator's finally runs as soon as the reader stops.
import asyncio
from contextlib import aclosing


async def sensor(values):
    print("the sensor is on")
    try:
        for value in values:
            await asyncio.sleep(0.2)
            yield value
    finally:
        await asyncio.sleep(0.1)
        print("the sensor is off")


async def averaged(values, of):
    last = []
    async for value in values:
        last = [*last[1 - of:], value]
        yield sum(last) / len(last)


async def main():
    async with aclosing(sensor([20, 21, 25, 40, 41, 22])) as values:
        async for average in averaged(values, of=2):
            print(f"{average:.1f} °C")
            if average > 30:
                print("too hot!")
                break
    print("main ends")


asyncio.run(main())
