//! Has the module's memory grow in large steps.
//!
//! Rust's allocator lets it grow by 64 KiB at a time. V8 collects its garbage after nearly every growth (Chromium 156), which
//! takes some milliseconds, so a script that needs a hundred megabytes waited for seconds. A block that is allocated and
//! freed at once makes the memory grow once, and stays for what is allocated next.

use core::cell::Cell;
use core::hint::black_box;

/// The size of a page of the module's memory.
const PAGE: usize = 64 << 10;
/// What a run can allocate before the memory grows again.
const FOR_A_RUN: usize = 64 << 20;

thread_local! {
    /// The pages of the memory after the last growth that was made here.
    static RESERVED: Cell<usize> = const { Cell::new(0) };
}

/// Reserves what most runs need. Pages that are not used cost no memory of the machine.
pub(crate) fn reserve_for_run() {
    reserve(FOR_A_RUN);
}

/// Reserves more, if what was reserved is used up.
#[inline]
pub(crate) fn keep_ahead() {
    let pages = pages();
    if pages > RESERVED.get() {
        reserve(pages * PAGE / 4);
    }
}

#[cold]
fn reserve(bytes: usize) {
    if pages() == 0 {
        return;
    }
    let mut block = Vec::<u8>::new();
    let is_reserved = block.try_reserve_exact(bytes).is_ok();
    // Otherwise, the compiler could leave out a block that nobody uses.
    black_box(&block);
    drop(block);
    // After a failure, the memory is near its maximum.
    RESERVED.set(if is_reserved { pages() } else { usize::MAX });
}

/// The pages of the module's memory; zero if this is not a module.
fn pages() -> usize {
    #[cfg(target_family = "wasm")]
    return core::arch::wasm32::memory_size(0);
    #[cfg(not(target_family = "wasm"))]
    0
}
