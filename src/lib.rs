//! Rust futures under an event loop with asyncio's vocabulary; every run is recorded and can be drawn.
//!
//! A [`Runtime`] runs coroutines, on the browser's microtask queue or on a virtual clock. What happens
//! stands in its [`trace::Log`]; [`trace::Model`] arranges it, and [`timeline`] draws it.
//!
//! # asyncio and Coroscope
//!
//! | asyncio | here |
//! |---|---|
//! | `asyncio.run`, `Runner` | [`Runtime::block_on`] on the virtual clock, [`Handle::start`](runtime::Handle::start) in a page |
//! | `create_task`, `Task` | [`spawn`], [`Task`]; [`spawn_told`] for a body that may refuse to cancel |
//! | `await` a coroutine or a task | `.await`, which gives a [`Result`]; [`Error::is_cancelled`] is `CancelledError` |
//! | `sleep`, `sleep(0)` | [`sleep`], [`yield_now`]; [`sleep_until`] |
//! | `gather`, `return_exceptions=True` | [`gather`], [`Gather::return_exceptions`] |
//! | `wait`, `FIRST_COMPLETED` … | [`wait`], [`ReturnWhen`] |
//! | `as_completed` | [`as_completed`] |
//! | `wait_for`, `timeout`, `timeout_at`, `Timeout` | [`wait_for`], [`timeout`], [`timeout_at`], [`Timeout`] |
//! | `shield` | [`shield`] |
//! | `TaskGroup`, `ExceptionGroup` | [`task_group`], [`TaskGroup`], [`ErrorGroup`] |
//! | `async with`, `try … finally: await …` | [`scope`] |
//! | `current_task`, `all_tasks`, the call graph | [`current_task`], [`all_tasks`], [`Handle::await_graph`](runtime::Handle::await_graph) |
//! | `get_running_loop`, `call_soon`, `call_later`, `call_at`, `time`, `create_future`, `set_exception_handler` | [`Handle::current`](runtime::Handle::current) and its methods |
//! | `Lock`, `Event`, `Condition` | [`Lock`], [`Event`], [`Condition`] |
//! | `Semaphore`, `BoundedSemaphore`, `Barrier` | [`Semaphore`], [`BoundedSemaphore`], [`Barrier`] |
//! | `Queue`, `PriorityQueue`, `LifoQueue` | [`Queue`], [`PriorityQueue`], [`LifoQueue`] |
//! | `QueueEmpty`, `QueueFull`, `QueueShutDown` | [`GetError`], [`PutError`], [`QueueShutDown`] |
//! | `print` | [`print`](print()) |
//!
//! # Waiting for several
//!
//! | | for all | for the first |
//! |---|---|---|
//! | stop at an error | [`gather`]; [`task_group`] cancels the rest | [`wait`] with [`ReturnWhen::FirstException`] |
//! | go on after an error | [`Gather::return_exceptions`] | [`wait`] with [`ReturnWhen::FirstCompleted`]; [`as_completed`] for one after the other |
//!
//! # Cancelling
//!
//! A task that is cancelled is told at its next turn. For a plain coroutine that means that it is dropped, and
//! what its open [`scope`]s left to clean up is awaited, innermost first, before the task counts as ended.
//! Whoever awaits the task goes on after that, as after asyncio's `finally`. Being cancelled while awaiting
//! a task, a [`gather`] or a [`task_group`] cancels those, too; a [`shield`] does not. Dropping a handle only
//! detaches.
//!
//! # Where it differs from asyncio
//!
//! - Timers of equal deadline fire in the order in which they were made. CPython promises no order.
//! - A plain coroutine cannot catch its cancellation. [`spawn_told`] makes one that can.
//! - Where nothing can ever go on, [`Runtime::block_on`] says so and names who waits. asyncio hangs.
//! - Cleanups are not interrupted by a second request; whoever cancels a [`gather`] or a [`task_group`] goes
//!   on when all of them are done, and the cancellation stays one, though a cleanup fails.
//! - Awaiting a [`Task`] by value moves its result out; by reference it leaves it.
//! - [`wait`] for nothing is over at once, and [`wait_for`] with no time at all begins its coroutine.
//! - [`PriorityQueue`] gives items of equal priority in the order in which they were put; `heapq` promises none.
//! - A notification that a cancelled waiter of a [`Condition`] did not get wakes nobody else; since 3.13 CPython
//!   wakes one to be on the safe side.
//! - A cancellation that goes through several tasks that await each other takes a pass for each. asyncio asks the
//!   innermost at once.
//! - What a cleanup spawns at the end of a run is run to its end. CPython's loop forgets it.
//!
//! Futures of other crates work in a task, but know nothing of asyncio: where a `select` drops the loser of a
//! race, nobody awaits the loser's cleanups, so they become a task of their own. And where a task is
//! cancelled, the cleanups of all of its branches run one after the other; one that waits for what a later one
//! holds waits forever. Race tasks ([`wait`]), not branches of one task.
//!
//! All else takes as many passes and comes in the same order: `tests/differential` runs over two hundred
//! scenarios here and on CPython; its `differences.rs` has the whole list of what differs, with reasons.

extern crate self as coroscope;

pub mod error;
pub mod export;
pub mod lessons;
pub mod lint;
pub mod ops;
pub mod player;
pub mod runtime;
pub mod sync;
pub mod time;
pub mod timeline;
pub mod trace;
#[cfg(target_family = "wasm")]
pub mod web;

pub use error::{Error, Result};
pub use ops::*;
pub use runtime::{Runtime, Task, all_tasks, current_task};
pub use sync::*;

/// Runs the examples of the README as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
