"""Classes without boilerplate."""

import asyncio

import attr
from attrs import asdict, define, evolve, field, frozen, validators


@define
class Job:
    name: str
    seconds: float = field(default=1.0, validator=validators.gt(0))
    tags: list = field(factory=list)


@frozen
class Point:
    x: int = field(converter=int)
    y: int = 0


@attr.s(auto_attribs=True, order=True)
class Old:
    n: int


async def main():
    jobs = [Job("a"), Job("b", 0.5, ["quick"])]
    await asyncio.gather(*(asyncio.sleep(job.seconds) for job in jobs))
    print(jobs, asdict(jobs[1]), jobs[0] == Job("a"))
    print(Point("3"), evolve(Point(1, 2), y=9), Old(1) < Old(2), hash(Point(1)) == hash(Point(1)))
    for make in (lambda: Job("c", -1), lambda: setattr(Point(1), "x", 2)):
        try:
            make()
        except Exception as error:
            print(type(error).__name__)


asyncio.run(main())
