//! The host of a script: its network and files, behind small traits. The browser implements them for real,
//! [`Doubles`](crate::Doubles) in memory.

use core::pin::Pin;
use coroscope::time::Instant;
use std::fmt;

/// A future of the host. The request starts when it is created, and is aborted when it is dropped.
pub type Answer<T> = Pin<Box<dyn Future<Output = Result<T, HostError>>>>;

/// Why the host could not do what a script asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostError {
    /// The kind of error.
    pub kind: HostErrorKind,
    /// What was requested, what is wrong with it, and what would be right.
    pub message: String,
}

/// The kinds of [`HostError`] that a script can tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostErrorKind {
    /// There is no such file.
    NotFound,
    /// The file exists already.
    AlreadyExists,
    /// Anything else, such as no network or no space.
    Other,
}

impl HostError {
    /// An error of another kind, explained by its message.
    pub fn other(message: impl fmt::Display) -> HostError {
        HostError {
            kind: HostErrorKind::Other,
            message: message.to_string(),
        }
    }
}

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for HostError {}

/// The host of one run.
pub trait Host {
    /// Sends a request. Resolves when the head of the response is there.
    ///
    /// # Errors
    /// Why there is no response. A response with an error status, such as 404, is not an error.
    fn fetch(&self, request: Request) -> Answer<Response>;

    /// Opens a file.
    ///
    /// # Errors
    /// Why it can't be opened: it does not exist, it exists already, or storage is refused.
    fn open(&self, name: &str, mode: Mode) -> Answer<Box<dyn OpenFile>>;

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
}

/// Receives the answer of a [`WorkerCall`].
pub type CallDone = Box<dyn FnOnce(Result<Vec<u8>, HostError>)>;

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

/// An HTTP request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The method, such as `GET`.
    pub method: String,
    /// The URL. The host resolves relative ones.
    pub url: String,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Option<Vec<u8>>,
}

/// The head of an HTTP response, and a way to read its body.
pub struct Response {
    /// The status code, such as 200.
    pub status: u16,
    /// The reason phrase, such as `OK`; empty if the protocol has none.
    pub reason: String,
    /// The final URL, after redirects.
    pub url: String,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// Reads the body. Dropping it aborts the rest of the response.
    pub body: Body,
}

/// Reads the body of a response.
pub type Body = Box<dyn FnOnce() -> Answer<Vec<u8>>>;

/// How a file is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// For reading.
    Read,
    /// For writing: the file is created, or truncated if it exists.
    Write,
    /// For appending: the file is created if it does not exist.
    Append,
    /// For writing a new file; fails if it exists.
    Create,
}

/// An open file. Writes are saved when it is closed, and lost when it is dropped without.
pub trait OpenFile {
    /// Reads the whole content.
    ///
    /// # Errors
    /// What went wrong.
    fn read(&self) -> Answer<Vec<u8>>;

    /// Appends to what was written before.
    ///
    /// # Errors
    /// What went wrong, such as a full disk.
    fn write(&self, bytes: Vec<u8>) -> Answer<()>;

    /// Closes the file and saves what was written.
    ///
    /// # Errors
    /// What went wrong.
    fn close(self: Box<Self>) -> Answer<()>;
}

/// A host with no network and no files.
pub(crate) struct NoHost;

impl Host for NoHost {
    fn fetch(&self, request: Request) -> Answer<Response> {
        refuse(format_args!(
            "{} can't be reached: this engine was given no network",
            request.url
        ))
    }

    fn open(&self, name: &str, _mode: Mode) -> Answer<Box<dyn OpenFile>> {
        refuse(format_args!(
            "{name} can't be opened: this engine was given no files"
        ))
    }
}

fn refuse<T: 'static>(message: fmt::Arguments<'_>) -> Answer<T> {
    let error = HostError::other(message);
    Box::pin(async move { Err(error) })
}
