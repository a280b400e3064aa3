"""An abstract class has no instances, and the message names what is missing."""
import abc
import asyncio
import collections.abc

class Source(abc.ABC):
    @abc.abstractmethod
    async def read(self): ...

class Both(Source):
    @property
    @abc.abstractmethod
    def name(self): ...

class Several(abc.ABC):
    run = name = again = abc.abstractmethod(lambda self: None)

class Full(Source):
    async def read(self):
        return "read"

for made in (Source, Both, Several, collections.abc.Awaitable):
    try:
        made()
    except TypeError as error:
        print(error)
print(asyncio.run(Full().read()))
