//! Makes recursion through native code, such as a `key` of `sorted` that sorts, raise `RecursionError` before a browser's
//! stack overflows. Containers that are nested deeply take more of that stack: see `nesting.rs`.
//!
//! The interpreter checks the stack pointer against a limit of about 8 MiB below the place where it was made. In a
//! browser, that pointer is only the one of the stack in the module's memory. The browser's own stack, which a script
//! cannot check, has about 1 MB, of which such calls take up to four times as much (Chromium 156). So a script runs near
//! the limit.

use core::cell::Cell;
use core::hint::black_box;
use core::mem::MaybeUninit;

/// How far below the place where the interpreter was made a script runs: it has 240 kB left until the limit, which is
/// 8 MiB less 32 KiB further down. The linker's `stack-size` leaves 2 MiB below the limit, for native code without a check.
const DISTANCE: usize = if cfg!(target_family = "wasm") {
    (8 << 20) - (32 << 10) - 240_000
} else {
    0
};

thread_local! {
    static IS_NEAR_LIMIT: Cell<bool> = const { Cell::new(false) };
}

/// Calls `run` near the limit of the stack.
pub(crate) fn near_limit<R>(run: impl FnOnce() -> R) -> R {
    if DISTANCE == 0 || IS_NEAR_LIMIT.replace(true) {
        return run();
    }
    let result = below(run);
    IS_NEAR_LIMIT.set(false);
    result
}

#[inline(never)]
fn below<R>(run: impl FnOnce() -> R) -> R {
    let unused = MaybeUninit::<[u8; DISTANCE]>::uninit();
    black_box(&unused);
    let result = run();
    black_box(&unused);
    result
}
