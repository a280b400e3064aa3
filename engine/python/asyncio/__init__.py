"""asyncio for scripts: CPython's own gather, TaskGroup, timeout and so on, over Coroscope's loop and primitives."""

from . import _unavailable
from .exceptions import *
from .base_events import *
from .coroutines import *
from .events import *
from .futures import *
from .locks import *
from .queues import *
from .runners import *
from .sleeping import *
from .taskgroups import *
from .tasks import *
from .threads import *
from .timeouts import *
from .unix_events import *
from .protocols import *
from .transports import *
from . import _coroutine_methods, _task_queue, format_helpers, log, mixins, sleeping, staggered, streams, subprocess
from . import trsock

tasks.sleep = sleep = sleeping.sleep
tasks.queues = _task_queue
_unavailable.replace_functions(subprocess)

from .streams import *
from .subprocess import *

__all__ = (
    base_events.__all__ + coroutines.__all__ + events.__all__ + exceptions.__all__ + futures.__all__
    + locks.__all__ + queues.__all__ + runners.__all__ + taskgroups.__all__ + tasks.__all__ + threads.__all__
    + timeouts.__all__ + unix_events.__all__ + protocols.__all__ + transports.__all__ + streams.__all__
    + subprocess.__all__
)


def __getattr__(name):
    if name in ("AbstractEventLoopPolicy", "DefaultEventLoopPolicy"):
        import warnings
        warnings._deprecated(f"asyncio.{name}", remove=(3, 16))
        return getattr(events, "_" + name, None) or getattr(unix_events, "_" + name)
    raise AttributeError(_unavailable.message(name))
