//! Synchronization primitives and queues, as in asyncio. All use one fair, cancellable wait list.

mod barrier;
mod condition;
mod event;
mod lock;
mod queue;
mod semaphore;
mod wait_list;

pub use barrier::{Barrier, BarrierState, BarrierStatistics, BarrierWait, BrokenBarrier};
pub use condition::{Condition, ConditionStatistics};
pub use event::{Event, EventStatistics, EventWait};
pub use lock::{Acquire, Lock, LockGuard, LockStatistics, NotHeld};
pub use queue::*;
pub use semaphore::{
    AcquirePermit, BoundedSemaphore, Permit, ReleasedTooOften, Semaphore, SemaphoreStatistics,
};
