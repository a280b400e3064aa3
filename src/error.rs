//! The one error that tasks end with: what failed, or that it was cancelled.

use core::fmt;
use std::rc::Rc;

/// What a task, or an operation on tasks, ends with where it does not end with a value.
pub type Result<T, E = Error> = core::result::Result<T, E>;

/// Why a task did not end with a value. Cheap to clone, so that everyone who awaits
/// a task gets the same error.
///
/// `?` makes one of any [`std::error::Error`].
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
pub struct Error(Rc<Kind>);

enum Kind {
    Cancelled(Rc<str>),
    Failed(Box<dyn std::error::Error>),
    Message(Box<str>),
}

impl Error {
    /// An error that is told by a sentence alone.
    pub fn msg(message: impl fmt::Display) -> Error {
        Error(Rc::new(Kind::Message(message.to_string().into())))
    }

    /// The end of what was cancelled, and why.
    pub fn cancelled(why: &str) -> Error {
        Error(Rc::new(Kind::Cancelled(why.into())))
    }

    /// Whether this is a cancellation and not a failure.
    pub fn is_cancelled(&self) -> bool {
        matches!(*self.0, Kind::Cancelled(_))
    }

    /// The error that this was made from, where it is an `E`.
    pub fn downcast_ref<E: std::error::Error + 'static>(&self) -> Option<&E> {
        match &*self.0 {
            Kind::Failed(error) => error.downcast_ref(),
            _ => None,
        }
    }

    /// Whether both are the very same error, cloned.
    pub fn same(&self, other: &Error) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<E: std::error::Error + 'static> From<E> for Error {
    fn from(error: E) -> Error {
        Error(Rc::new(Kind::Failed(Box::new(error))))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Kind::Cancelled(why) if why.is_empty() => f.write_str("cancelled"),
            Kind::Cancelled(why) => write!(f, "cancelled: {why}"),
            Kind::Failed(error) => error.fmt(f),
            Kind::Message(message) => f.write_str(message),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Kind::Cancelled(why) => f.debug_tuple("Cancelled").field(why).finish(),
            Kind::Failed(error) => error.fmt(f),
            Kind::Message(message) => message.fmt(f),
        }
    }
}
