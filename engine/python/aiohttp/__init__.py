"""aiohttp's client over the browser's fetch: the parts that scripts need to fetch documents."""

from . import _unavailable
from .client import ClientSession, ClientTimeout
from .errors import *
from .response import ClientResponse, RequestInfo

__version__ = "3.14"
__all__ = ("ClientSession", "ClientTimeout", "ClientResponse", "RequestInfo", *errors.__all__)

_unavailable.add_placeholders(globals())


def __getattr__(name):
    raise AttributeError(_unavailable.message(name))
