"""The submodules have the same objects."""
import asyncio
import asyncio.queues
import asyncio.locks as locks
from asyncio.tasks import gather
from asyncio.exceptions import CancelledError
from asyncio import timeouts, taskgroups, events, futures, runners

print(asyncio.queues.Queue is asyncio.Queue, locks.Lock is asyncio.Lock, gather is asyncio.gather)
print(CancelledError is asyncio.CancelledError, timeouts.timeout is asyncio.timeout)
print(taskgroups.TaskGroup is asyncio.TaskGroup, futures.Future is asyncio.Future, runners.run is asyncio.run)
print(events.get_running_loop is asyncio.get_running_loop, asyncio.tasks.sleep is asyncio.sleep)
print(asyncio.TimeoutError is TimeoutError, issubclass(asyncio.CancelledError, Exception))
