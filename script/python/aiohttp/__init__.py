"""aiohttp's client over the browser's fetch: as much of it as scripts that ask for documents need."""

from . import _missing
from .client import ClientSession, ClientTimeout
from .errors import *
from .response import ClientResponse, RequestInfo

__version__ = "3.14"
__all__ = ("ClientSession", "ClientTimeout", "ClientResponse", "RequestInfo", *errors.__all__)

_missing.refuse_all(globals())


def __getattr__(name):
    raise AttributeError(_missing.told(name))
