//! Blocks a script until something has arrived from outside: JSPI suspends the stack, and the browser continues.
//!
//! While the stack is suspended, the browser's callbacks run on a stack of their own. Of the memory that the module uses as
//! its stack, they use what is below the suspended calls, and leave it as they found it. That holds for one suspended stack
//! that was entered while no other code of the module ran, which is how `worker.js` enters it. No callback runs
//! the loop meanwhile: its turn is noted, and runs on the stack of the script (`real_clock.rs`).

use core::pin::Pin;
use core::task::{Context, Waker};
use std::sync::Arc;
use std::task::Wake;
use wasm_bindgen::prelude::*;

// As functions without arguments and results, they are imported as they are. A function of the generated JavaScript in
// between could not suspend the stack.
#[wasm_bindgen(module = "/src/web/suspension.js")]
extern "C" {
    fn suspend();
    fn wake();
}

/// Blocks until `future` resolves, while promises are settled and timers fire.
pub(super) fn block_on(mut future: Pin<Box<dyn Future<Output = ()> + '_>>) {
    let waker = Waker::from(Arc::new(WakeSuspended));
    let mut cx = Context::from_waker(&waker);
    while future.as_mut().poll(&mut cx).is_pending() {
        suspend();
    }
}

/// Wakes the suspended stack.
struct WakeSuspended;

impl Wake for WakeSuspended {
    fn wake(self: Arc<WakeSuspended>) {
        wake();
    }
}
