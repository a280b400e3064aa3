//! The runtime that is running on this thread (the only scoped global), and the thread's ambient runtime, which
//! spawns tasks while none is running.

use super::Runtime;
use super::core::Core;
use core::cell::RefCell;
use std::rc::Rc;

thread_local! {
    static CURRENT: RefCell<Option<Rc<Core>>> = const { RefCell::new(None) };
    static AMBIENT: RefCell<Option<Runtime>> = const { RefCell::new(None) };
}

/// Calls `f` with the running runtime. Returns `None` outside of a run.
#[inline]
pub(crate) fn with<R>(f: impl FnOnce(&Rc<Core>) -> R) -> Option<R> {
    CURRENT
        .try_with(|current| current.borrow().as_ref().map(f))
        .ok()
        .flatten()
}

/// The running runtime.
///
/// # Panics
/// Outside of a run. The message contains the name of the function, `called`.
#[track_caller]
pub(crate) fn current(called: &str) -> Rc<Core> {
    match with(Rc::clone) {
        Some(core) => core,
        None => panic!(
            "{called} was called outside of a run: call it from a future that a Runtime runs"
        ),
    }
}

/// The running runtime, or else the thread's ambient runtime.
///
/// # Panics
/// If there is neither. The message contains the name of the function, `called`.
#[track_caller]
pub(crate) fn current_or_ambient(called: &str) -> Rc<Core> {
    match with(Rc::clone).or_else(|| with_ambient(|runtime| runtime.0.clone())) {
        Some(core) => core,
        None => panic!(
            "{called} was called outside of a run, and the thread has no ambient runtime: call it from a future \
             that a Runtime runs, or set an ambient runtime first (Runtime::into_ambient; in a page, web::live::begin)"
        ),
    }
}

/// Calls `f` with the thread's ambient runtime, if it has one.
pub(super) fn with_ambient<R>(f: impl FnOnce(&Runtime) -> R) -> Option<R> {
    AMBIENT
        .try_with(|ambient| ambient.borrow().as_ref().map(f))
        .ok()
        .flatten()
}

/// Makes a runtime the thread's ambient runtime. Returns the previous one.
pub(super) fn set_ambient(runtime: Runtime) -> Option<Runtime> {
    AMBIENT.replace(Some(runtime))
}

/// Makes no runtime the running one, after an exception has left it: its [`Entered`] is never dropped.
pub(super) fn reset() {
    let _ = CURRENT.try_with(|current| current.replace(None));
}

/// Makes `core` the running runtime until the guard is dropped.
pub(super) fn enter(core: Rc<Core>) -> Entered {
    // The thread-local may be gone when a runtime is dropped with its thread.
    let previous = CURRENT.try_with(|current| current.replace(Some(core)));
    Entered(previous.ok().flatten())
}

/// Restores the runtime that was running before.
#[must_use = "the runtime is current only while the guard lives"]
pub(super) struct Entered(Option<Rc<Core>>);

impl Drop for Entered {
    fn drop(&mut self) {
        let previous = self.0.take();
        let _ = CURRENT.try_with(|current| current.replace(previous));
    }
}
