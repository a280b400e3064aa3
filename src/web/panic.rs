//! In which element a panic is; and what is left to do then: tell what happened. The module can't go on.

use core::cell::Cell;

#[cfg(feature = "page")]
mod hook;
#[cfg(feature = "page")]
pub(crate) use hook::{install_hook, is_broken};

thread_local! {
    /// The number of the element that is at work.
    static WHERE: Cell<Option<u32>> = const { Cell::new(None) };
}

/// Does something on behalf of an element: a panic is then told to be in that one.
pub(crate) fn within<R>(element: Option<u32>, work: impl FnOnce() -> R) -> R {
    let before = WHERE.replace(element);
    let result = work();
    WHERE.set(before);
    result
}

/// The element that is at work.
pub(crate) fn element_at_work() -> Option<u32> {
    WHERE.get()
}

#[cfg(feature = "page")]
/// A future, each poll of which is on behalf of the element that is at work now.
pub(crate) fn on_its_behalf<R>(work: impl Future<Output = R>) -> impl Future<Output = R> {
    let element = element_at_work();
    let mut work = Box::pin(work);
    core::future::poll_fn(move |cx| within(element, || work.as_mut().poll(cx)))
}
