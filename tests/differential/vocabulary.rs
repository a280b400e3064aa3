//! Helpers of the scenarios. `virtual_loop.py` has the same for Python.

use core::cell::RefCell;
use core::fmt::Debug;
use coroscope::{
    BrokenBarrier, Error, ErrorGroup, GetError, GroupClosed, NotHeld, PutError, QueueShutDown,
    ReleasedTooOften, Result, TimeoutError, TooManyDone, now, runtime::InvalidState, yield_now,
};

thread_local! {
    /// The lines that the running scenario has printed.
    pub static SCORE: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Adds a line to the score: the time in ms, and a text.
pub fn add_line(text: &str) {
    let line = format!("{} {text}", now().elapsed().as_millis());
    SCORE.with_borrow_mut(|score| score.push(line));
}

/// Formats a line and adds it to the score.
macro_rules! say {
    ($($text:tt)*) => { $crate::differential::vocabulary::add_line(&format!($($text)*)) };
}

/// Spawns a task with a name. It gets clones of the variables between the bars.
macro_rules! task {
    ($name:expr, || $body:block) => { task!($name, | | $body) };
    ($name:expr, |$($shared:ident),*| $body:block) => {{
        $(let $shared = $shared.clone();)*
        coroscope::spawn(async move $body).named($name)
    }};
}

/// Scenarios that must be the same on both sides.
macro_rules! scenarios {
    ($($(#[$doc:meta])* $name:ident $main:block)*) => {
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];
        $(
            $(#[$doc])*
            #[test]
            fn $name() {
                let name = concat!(module_path!(), "::", stringify!($name));
                $crate::differential::compare::same(name.trim_start_matches("all::differential::"), async move $main);
            }
        )*
    };
}

/// Scenarios with intended differences: the lines `here` and `there`.
macro_rules! differences {
    ($($(#[$doc:meta])* $name:ident $main:block here $here:tt there $there:tt)*) => {
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];
        $(
            $(#[$doc])*
            #[test]
            fn $name() {
                let name = concat!(module_path!(), "::", stringify!($name));
                let name = name.trim_start_matches("all::differential::");
                $crate::differential::compare::differs(name, async move $main, &$here, &$there);
            }
        )*
    };
}

/// An error as text, the same on both sides: failures as their message, other errors by their names in asyncio.
pub fn describe(error: &Error) -> String {
    if error.is_cancelled() {
        return "cancelled".to_owned();
    }
    if let Some(group) = error.downcast_ref::<ErrorGroup>() {
        let errors: Vec<String> = group.errors.iter().map(describe).collect();
        return format!("group[{}]", errors.join(", "));
    }
    let names = [
        ("timed out", error.downcast_ref::<TimeoutError>().is_some()),
        (
            "BrokenBarrierError",
            error.downcast_ref::<BrokenBarrier>().is_some(),
        ),
        (
            "InvalidStateError",
            error.downcast_ref::<InvalidState>().is_some(),
        ),
        (
            "RuntimeError",
            error.downcast_ref::<GroupClosed>().is_some(),
        ),
        ("RuntimeError", error.downcast_ref::<NotHeld>().is_some()),
        ("ValueError", error.downcast_ref::<TooManyDone>().is_some()),
        (
            "ValueError",
            error.downcast_ref::<ReleasedTooOften>().is_some(),
        ),
        (
            "QueueShutDown",
            error.downcast_ref::<QueueShutDown>().is_some(),
        ),
    ];
    match names.iter().find(|(_, is)| *is) {
        Some((name, _)) => (*name).to_owned(),
        None => error.to_string(),
    }
}

/// The result of an awaitable as text.
pub async fn outcome<T: Debug, E: Into<Error>>(
    awaitable: impl IntoFuture<Output = Result<T, E>>,
) -> String {
    shown(awaitable.await)
}

/// A result as text.
pub fn shown<T: Debug, E: Into<Error>>(result: Result<T, E>) -> String {
    match result {
        Ok(value) => format!("{value:?}"),
        Err(error) => describe(&error.into()),
    }
}

/// The name of a queue's error in asyncio.
pub fn get_error(error: GetError) -> &'static str {
    match error {
        GetError::QueueEmpty => "QueueEmpty",
        GetError::QueueShutDown => "QueueShutDown",
    }
}

/// The name of a queue's error in asyncio.
pub fn put_error<T>(error: PutError<T>) -> &'static str {
    match error {
        PutError::QueueFull(_) => "QueueFull",
        PutError::QueueShutDown(_) => "QueueShutDown",
    }
}

/// Fails with this message.
pub fn failure<T>(message: &str) -> Result<T> {
    Err(Error::msg(message))
}

/// Prints the number of the pass, for this many passes.
pub async fn count(passes: u32) -> Result<()> {
    for n in 0..passes {
        say!("pass {n}");
        yield_now().await;
    }
    Ok(())
}
