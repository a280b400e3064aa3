//! The host of a script: the world outside of its loop. The browser implements it for real, [`Doubles`](crate::Doubles)
//! in memory.

use core::pin::Pin;
use coroscope_runtime::{Error, Result};
use coroscope_trace::time::Instant;
use coroscope_world::{Answer, Files, Mode, Net, OpenFile, Request, Response};
use std::fmt;

/// The host of one run: its network and files, and what only scripts need.
pub trait Host: Net + Files {
    /// Calls a function of a script in another engine, in a worker, and passes the answer to `done` later. Returns
    /// false if that is not possible.
    fn call(&self, call: WorkerCall, done: CallDone) -> bool {
        let _ = (call, done);
        false
    }

    /// Delivers the next response. On the virtual clock the host holds responses back until nothing else can run, and
    /// delivers them before time jumps, because a response takes no virtual time.
    fn deliver_next(&self) -> Delivered {
        Delivered::Nothing
    }

    /// Whether the thread can [block](Host::block_on) until something arrives from outside.
    fn can_block(&self) -> bool {
        false
    }

    /// Blocks the thread until `future` resolves, while what comes from outside still arrives. Called only if
    /// [`can_block`](Host::can_block) returns true.
    fn block_on(&self, future: Pin<Box<dyn Future<Output = ()> + '_>>) {
        drop(future);
    }
}

/// Receives the answer of a [`WorkerCall`].
pub type CallDone = Box<dyn FnOnce(Result<Vec<u8>>)>;

/// A call of a function of a script, for another engine to answer: [`Engine::answer`](crate::Engine::answer).
#[derive(Clone, Debug)]
pub struct WorkerCall {
    /// The script, for its lines in tracebacks.
    pub script: String,
    /// The function and its arguments, as `python/_worker_calls.py` encodes them.
    pub request: Vec<u8>,
    /// The time of the loop's clock, from which the clock of the other engine continues.
    pub loop_time: Instant,
}

/// The result of [`Host::deliver_next`].
pub enum Delivered {
    /// No response is held back.
    Nothing,
    /// A response was delivered, and its task was woken.
    Done,
    /// The response has not arrived yet. The future resolves when it has.
    Later(Pin<Box<dyn Future<Output = ()>>>),
}

/// A host with no network and no files.
pub(crate) struct NoHost;

impl Net for NoHost {
    fn fetch(&self, request: Request) -> Answer<Response> {
        refuse(format_args!(
            "{} can't be reached: this engine was given no network",
            request.url
        ))
    }
}

impl Files for NoHost {
    fn open(&self, name: &str, _mode: Mode) -> Answer<Box<dyn OpenFile>> {
        refuse(format_args!(
            "{name} can't be opened: this engine was given no files"
        ))
    }
}

impl Host for NoHost {}

fn refuse<T: 'static>(message: fmt::Arguments<'_>) -> Answer<T> {
    let error = Error::msg(message);
    Box::pin(async move { Err(error) })
}
