//! The error type of tasks: a failure or a cancellation.

use core::fmt;
use std::rc::Rc;

/// The result of a task or an operation on tasks.
pub type Result<T, E = Error> = core::result::Result<T, E>;

/// The error of a task: a failure or a cancellation. It is cheap to clone, so that every task that awaits a task
/// gets the same error.
///
/// The `?` operator converts any [`std::error::Error`] to it.
///
/// # asyncio
/// The exception of a task: `CancelledError` where [`is_cancelled`](Error::is_cancelled).
///
/// # Examples
/// ```
/// use coroscope::{Error, Result};
/// fn parse(text: &str) -> Result<i32> {
///     Ok(text.parse()?)
/// }
/// let error = parse("ten").unwrap_err();
/// assert!(error.downcast_ref::<std::num::ParseIntError>().is_some());
/// assert!(Error::cancelled("no longer needed").is_cancelled());
/// ```
#[derive(Clone)]
pub struct Error(Rc<Inner>);

enum Inner {
    Cancelled(Rc<str>),
    Failed(Box<dyn std::error::Error>),
    Message(Box<str>),
}

impl Error {
    /// Makes an error from a message.
    pub fn msg(message: impl fmt::Display) -> Error {
        Error(Rc::new(Inner::Message(message.to_string().into())))
    }

    /// Makes a cancellation with a reason.
    pub fn cancelled(why: &str) -> Error {
        Error(Rc::new(Inner::Cancelled(why.into())))
    }

    /// Whether this is a cancellation instead of a failure.
    pub fn is_cancelled(&self) -> bool {
        matches!(*self.0, Inner::Cancelled(_))
    }

    /// The error that this was converted from, if it is an `E`.
    pub fn downcast_ref<E: std::error::Error + 'static>(&self) -> Option<&E> {
        match &*self.0 {
            Inner::Failed(error) => error.downcast_ref(),
            _ => None,
        }
    }

    /// Whether both are clones of the same error.
    pub fn same(&self, other: &Error) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<E: std::error::Error + 'static> From<E> for Error {
    fn from(error: E) -> Error {
        Error(Rc::new(Inner::Failed(Box::new(error))))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Inner::Cancelled(why) if why.is_empty() => f.write_str("cancelled"),
            Inner::Cancelled(why) => write!(f, "cancelled: {why}"),
            Inner::Failed(error) => error.fmt(f),
            Inner::Message(message) => f.write_str(message),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Inner::Cancelled(why) => f.debug_tuple("Cancelled").field(why).finish(),
            Inner::Failed(error) => error.fmt(f),
            Inner::Message(message) => message.fmt(f),
        }
    }
}
