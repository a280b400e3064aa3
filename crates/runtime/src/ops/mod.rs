//! Operations on awaitables, as in asyncio.

mod as_completed;
mod blocking_sleep;
mod clock;
mod completions;
mod gather;
mod io;
mod print;
mod record_point;
mod record_value;
mod scope;
mod shield;
mod sleep;
mod spawn;
mod task_group;
mod timeout;
mod timer;
mod wait;

pub use as_completed::{AsCompleted, as_completed};
pub use blocking_sleep::blocking_sleep;
pub use clock::now;
pub use gather::{Awaitable, Gather, GatherAll, gather};
pub use io::{Io, io};
pub use print::{note, print};
pub use record_point::record_point;
pub use record_value::record_value;
pub use scope::scope;
pub use shield::{Shield, shield};
pub use sleep::{Sleep, YieldNow, sleep, sleep_until, yield_now};
pub use spawn::{cancel_current, spawn, spawn_local, spawn_with_cancellation};
pub use task_group::{ErrorGroup, GroupClosed, TaskGroup, task_group};
pub use timeout::{Timeout, TimeoutError, WithTimeout, timeout, timeout_at, wait_for};
pub use wait::{ReturnWhen, Wait, wait};
