//! Keeps the messages of panics off the terminal while schedules are tried: each is an outcome, and many are the same.

use core::cell::Cell;
use std::panic;
use std::sync::Once;

thread_local! {
    static IS_QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Calls `f`. Panics of this thread are not printed meanwhile.
pub(crate) fn during<R>(f: impl FnOnce() -> R) -> R {
    // Without unwinding, as in a browser, a panic is the end of the program and not an outcome.
    if !cfg!(panic = "unwind") {
        return f();
    }
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !IS_QUIET.get() {
                before(info);
            }
        }));
    });
    let was_quiet = IS_QUIET.replace(true);
    let result = f();
    IS_QUIET.set(was_quiet);
    result
}
