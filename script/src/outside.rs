//! What a script reaches outside of its loop, behind small traits: a network and files. The browser's are real
//! ones; [`Doubles`](crate::Doubles) are in memory.

use core::pin::Pin;
use coroscope::time::Instant;
use std::fmt;

/// A future of the outside's. It is asked for when it is made, and given up when it is dropped.
pub type Answer<T> = Pin<Box<dyn Future<Output = Result<T, Refusal>>>>;

/// Why the outside refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What of it a script can tell apart.
    pub kind: RefusalKind,
    /// What was asked for, what is wrong with it, and what would be right.
    pub message: String,
}

/// What a script can tell apart of a [`Refusal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalKind {
    /// There is no such file.
    Missing,
    /// There is such a file already.
    Exists,
    /// Anything else, such as no network or no room.
    Other,
}

impl Refusal {
    /// A refusal for a reason that only its message tells.
    pub fn other(message: impl fmt::Display) -> Refusal {
        Refusal {
            kind: RefusalKind::Other,
            message: message.to_string(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Refusal {}

/// The outside of one run.
pub trait Outside {
    /// Sends a request; answers when the response's head is there.
    ///
    /// # Errors
    /// Why there is no response. One that tells of a failure, such as 404, is no error.
    fn ask(&self, request: Request) -> Answer<Response>;

    /// Opens a file.
    ///
    /// # Errors
    /// Why it can't be opened: it is missing, it is there already, or storage is refused.
    fn open(&self, name: &str, mode: Mode) -> Answer<Box<dyn OpenFile>>;

    /// Calls a function of a script in an engine of its own, beside this one, and tells `done` the answer later. False
    /// where there is no place for that.
    fn call(&self, call: Call, done: Answered) -> bool {
        let _ = (call, done);
        false
    }

    /// Hands out the next answer that it holds back until nothing else can run. On the virtual clock that comes
    /// before time jumps: what is outside takes none of that time.
    fn hand_out(&self) -> HandOut {
        HandOut::Nothing
    }
}

/// What hears of a call's end.
pub type Answered = Box<dyn FnOnce(Result<Vec<u8>, Refusal>)>;

/// A call of a function of a script, for another engine: [`Engine::answer`](crate::Engine::answer).
#[derive(Clone, Debug)]
pub struct Call {
    /// The script, for its lines in tracebacks.
    pub script: String,
    /// The function and its arguments, as `python/_beside.py` writes them.
    pub request: Vec<u8>,
    /// The time of the loop's clock now, which goes on in the other engine.
    pub zero: Instant,
}

/// What became of the wish to hand out an answer.
pub enum HandOut {
    /// None is held back.
    Nothing,
    /// A task was woken with one.
    Done,
    /// It has not come yet; the future ends when one has.
    Later(Pin<Box<dyn Future<Output = ()>>>),
}

/// An HTTP request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// `GET`, and so on.
    pub method: String,
    /// Where to; a relative one is resolved by the outside.
    pub url: String,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// What is sent.
    pub body: Option<Vec<u8>>,
}

/// The head of an HTTP response, and a way to its body.
pub struct Response {
    /// `200`, and so on.
    pub status: u16,
    /// `OK`, and so on; empty where the protocol has none.
    pub reason: String,
    /// Where the response came from, after redirects.
    pub url: String,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// Gives the body. Dropped, it gives the rest of the response up.
    pub body: Body,
}

/// A way to the body of a response.
pub type Body = Box<dyn FnOnce() -> Answer<Vec<u8>>>;

/// What a file is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// To read what is there.
    Read,
    /// To write it anew: it is made where it is not there, and emptied where it is.
    Write,
    /// To write after what is there; it is made where it is not there.
    Append,
    /// To write one that is not there yet.
    Create,
}

/// An open file. What was written comes into the file when it is closed; where it is dropped instead, that is
/// lost.
pub trait OpenFile {
    /// All that is in it.
    ///
    /// # Errors
    /// What went wrong.
    fn read(&self) -> Answer<Vec<u8>>;

    /// Writes after what was written before.
    ///
    /// # Errors
    /// What went wrong, such as a full disk.
    fn write(&self, bytes: Vec<u8>) -> Answer<()>;

    /// Closes it, and keeps what was written.
    ///
    /// # Errors
    /// What went wrong.
    fn close(self: Box<Self>) -> Answer<()>;
}

/// An outside that has nothing.
pub(crate) struct Nowhere;

impl Outside for Nowhere {
    fn ask(&self, request: Request) -> Answer<Response> {
        refused(format_args!(
            "{} can't be reached: this engine was given no network",
            request.url
        ))
    }

    fn open(&self, name: &str, _mode: Mode) -> Answer<Box<dyn OpenFile>> {
        refused(format_args!(
            "{name} can't be opened: this engine was given no files"
        ))
    }
}

fn refused<T: 'static>(message: fmt::Arguments<'_>) -> Answer<T> {
    let refusal = Refusal::other(message);
    Box::pin(async move { Err(refusal) })
}
