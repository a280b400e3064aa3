//! An event loop for Rust futures with the API of Python's asyncio. Each run is recorded and can be drawn as a timeline.
//!
//! A [`Runtime`] runs coroutines, on the browser's microtask queue or on a virtual clock. It records events in its
//! [`trace::Log`]; [`trace::Model`] arranges them, and [`timeline`] draws them.
//!
//! # asyncio and Coroscope
//!
//! | asyncio | here |
//! |---|---|
//! | `asyncio.run`, `Runner` | [`Runtime::block_on`] on the virtual clock, [`Handle::start`](runtime::Handle::start) in a page |
//! | `create_task`, `Task` | [`spawn`], [`Task`]; [`spawn_with_cancellation`] for a body that can refuse cancellation |
//! | `await` a coroutine or a task | `.await`, which returns a [`Result`]; [`Error::is_cancelled`] corresponds to `CancelledError` |
//! | `sleep`, `sleep(0)` | [`sleep`], [`yield_now`]; [`sleep_until`] |
//! | `time.sleep` | [`blocking_sleep`] |
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
//! # Waiting for several tasks
//!
//! | | all | the first |
//! |---|---|---|
//! | stop at an error | [`gather`]; [`task_group`] cancels the rest | [`wait`] with [`ReturnWhen::FirstException`] |
//! | continue after an error | [`Gather::return_exceptions`] | [`wait`] with [`ReturnWhen::FirstCompleted`]; [`as_completed`] for one result at a time |
//!
//! # Cancelling
//!
//! A request to cancel a task takes effect when the task would run next. The future of an ordinary task is dropped,
//! and the cleanups of its open [`scope`]s are awaited, innermost first, before the task ends. Tasks that await it
//! continue after that, as after `finally` in asyncio. If a task is cancelled while it awaits a task, a [`gather`]
//! or a [`task_group`], those are cancelled too; with [`shield`] they are not. Dropping a task's handle does not
//! cancel it.
//!
//! # Differences from asyncio
//!
//! - Timers with equal deadlines fire in the order in which they were made. CPython guarantees no order.
//! - An ordinary task cannot catch its cancellation. [`spawn_with_cancellation`] makes one that can.
//! - In a deadlock, [`Runtime::block_on`] returns an error with the names of the waiting tasks. asyncio hangs.
//! - A second request to cancel does not interrupt cleanups. If a [`gather`] or a [`task_group`] is cancelled, the
//!   task that awaits it continues after all cleanups are done, and is cancelled even if a cleanup fails.
//! - Awaiting a [`Task`] by value moves its result out. Awaiting it by reference clones the result.
//! - [`wait`] for no tasks returns at once. [`wait_for`] with a limit of zero starts its coroutine.
//! - [`PriorityQueue`] returns items of equal priority in the order in which they were put. `heapq` guarantees no order.
//! - If a waiter of a [`Condition`] is cancelled before it is notified, no other waiter is woken. CPython wakes one
//!   since 3.13, as a precaution.
//! - If tasks await each other in a chain, a cancellation takes one pass per task. asyncio cancels the innermost task at
//!   once.
//! - Tasks that a cleanup spawns at the end of a run are run to their end. CPython's loop drops them.
//!
//! Futures of other crates work in a task, but do not follow these rules. If `select!` drops the losing branch of a
//! race, no task awaits the cleanups of that branch, so they become a separate task. If a task is cancelled, the
//! cleanups of all its branches run one after the other; a cleanup that waits for something that a later one holds
//! waits forever. So race tasks with [`wait`] instead of branches of one task.
//!
//! Everything else takes the same number of passes and happens in the same order as in asyncio: `tests/differential`
//! runs over two hundred scenarios here and on CPython. Its `differences.rs` lists all differences, with reasons.

extern crate self as coroscope;

#[cfg(feature = "element")]
pub mod element_api;
#[cfg(feature = "element")]
pub mod lessons;
#[cfg(target_family = "wasm")]
pub mod web;

#[cfg(feature = "explore")]
#[doc(inline)]
pub use coroscope_explore as explore;
#[cfg(feature = "element")]
#[doc(inline)]
pub use coroscope_export as export;
#[cfg(feature = "element")]
#[doc(inline)]
pub use coroscope_lint as lint;
#[doc(inline)]
pub use coroscope_recording as recording;
#[doc(inline)]
pub use coroscope_runtime::*;
#[cfg(feature = "element")]
#[doc(inline)]
pub use coroscope_timeline as timeline;
#[cfg(feature = "element")]
#[doc(inline)]
pub use coroscope_timeline::player;
#[doc(inline)]
pub use coroscope_trace as trace;
#[doc(inline)]
pub use coroscope_trace::time;
#[cfg(feature = "element")]
#[doc(inline)]
pub use coroscope_wording as wording;
#[doc(inline)]
pub use coroscope_world as world;

/// The format of a file that [`recording`] writes and reads.
#[cfg(doc)]
#[doc = include_str!("../docs/recording-format.md")]
pub mod recording_format {}

/// Runs the examples of the README as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// Runs the examples of the guide to other schedules as tests.
#[cfg(all(doctest, feature = "explore"))]
#[doc = include_str!("../docs/exploring.md")]
struct Exploring;
