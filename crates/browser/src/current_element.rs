//! The element that code currently runs for, so that a panic can be attributed to it.

use core::cell::Cell;

thread_local! {
    /// The number of the element.
    static CURRENT_ELEMENT: Cell<Option<u32>> = const { Cell::new(None) };
}

/// Runs `work` on behalf of an element: a panic inside is attributed to that element.
pub fn within<R>(element: Option<u32>, work: impl FnOnce() -> R) -> R {
    let before = CURRENT_ELEMENT.replace(element);
    let result = work();
    CURRENT_ELEMENT.set(before);
    result
}

/// Runs code for no element, after an exception has left [`within`].
pub(crate) fn forget_element() {
    CURRENT_ELEMENT.set(None);
}

/// The number of the element that code currently runs for.
pub fn current_element() -> Option<u32> {
    CURRENT_ELEMENT.get()
}

/// A future whose polls run on behalf of the current element.
pub fn on_behalf_of_element<R>(work: impl Future<Output = R>) -> impl Future<Output = R> {
    let element = current_element();
    let mut work = Box::pin(work);
    core::future::poll_fn(move |cx| within(element, || work.as_mut().poll(cx)))
}
