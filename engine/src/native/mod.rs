//! The module `_coroscope`: the native parts of `asyncio` for scripts, one class per file. The modules in
//! `python/asyncio` export them under asyncio's names.

#![allow(
    clippy::module_inception,
    reason = "the macro needs a module inside of each file"
)]

pub(crate) mod awaited;
pub(crate) mod barrier;
mod cancel;
pub(crate) mod condition;
pub(crate) mod coroutine;
pub(crate) mod drive;
pub(crate) mod event;
pub(crate) mod event_loop;
pub(crate) mod exceptions;
pub(crate) mod future;
pub(crate) mod future_iter;
pub(crate) mod io;
pub(crate) mod lock;
pub(crate) mod queue;
mod scheduled;
pub(crate) mod semaphore;
mod settle;
pub(crate) mod sleep;
mod step;
pub(crate) mod stream;
pub(crate) mod task;
pub(crate) mod threads;
pub(crate) mod time;

use rustpython_vm::{AsObject, Py, PyPayload, VirtualMachine};

pub(crate) use _coroscope::module_def;

#[pymodule(with(
    barrier::barrier,
    condition::condition,
    coroutine::coroutine,
    event::event,
    event_loop::event_loop,
    future::future,
    future_iter::future_iter,
    io::io,
    lock::lock,
    queue::queue,
    semaphore::semaphore,
    sleep::sleep,
    task::task,
    threads::threads
))]
mod _coroscope {}

/// The repr of a primitive: `<asyncio.locks.Lock object at 0x… [locked, waiters:2]>`.
pub(crate) fn repr<T: PyPayload>(
    object: &Py<T>,
    state: &str,
    waiters: usize,
    vm: &VirtualMachine,
) -> String {
    let class = object.class();
    let module = class.as_object().get_attr("__module__", vm);
    let module = module.and_then(|module| module.str(vm));
    let module = module.map_or_else(|_| "asyncio".to_owned(), |module| module.to_string());
    let waiters = match waiters {
        0 => String::new(),
        waiters => format!(", waiters:{waiters}"),
    };
    let id = object.get_id();
    format!(
        "<{module}.{} object at {id:#x} [{state}{waiters}]>",
        class.name()
    )
}
