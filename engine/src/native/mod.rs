//! The module `_coroscope`: the native parts of `asyncio` for scripts, one class per file. The modules in
//! `python/asyncio` export them under asyncio's names.

#![allow(
    clippy::module_inception,
    reason = "the macro needs a module inside of each file"
)]

pub(crate) mod awaited;
pub(crate) mod barrier;
mod bound;
mod cancel;
pub(crate) mod choices;
pub(crate) mod condition;
pub(crate) mod coroutine;
pub(crate) mod drive;
pub(crate) mod event;
pub(crate) mod event_loop;
pub(crate) mod exceptions;
pub(crate) mod future;
pub(crate) mod future_iter;
mod input;
pub(crate) mod io;
pub(crate) mod lock;
pub(crate) mod queue;
mod relations;
mod repr;
mod scheduled;
pub(crate) mod semaphore;
mod settle;
pub(crate) mod sleep;
mod spawn;
mod step;
pub(crate) mod stream;
pub(crate) mod task;
pub(crate) mod threads;
pub(crate) mod time;
mod traced;
mod zones;

pub(crate) use _coroscope::module_def;

#[pymodule(with(
    barrier::barrier,
    condition::condition,
    coroutine::coroutine,
    event::event,
    event_loop::event_loop,
    future::future,
    future_iter::future_iter,
    input::input,
    io::io,
    lock::lock,
    queue::queue,
    semaphore::semaphore,
    sleep::sleep,
    task::task,
    threads::threads,
    traced::traced,
    zones::zones
))]
mod _coroscope {}
