//! Work of the browser's that goes on to its end, though nobody waits for it any more.

use core::cell::RefCell;
use core::future::poll_fn;
use core::pin::Pin;
use core::task::{Poll, Waker};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

struct Slot<T> {
    answer: RefCell<Option<T>>,
    waker: RefCell<Option<Waker>>,
}

/// Begins `work` at once, beside the loop: it sees each of the browser's events in time, also while
/// the loop is busy. An answer that nobody waits for is dropped.
pub fn to_its_end<T: 'static>(
    work: impl Future<Output = T> + 'static,
) -> Pin<Box<dyn Future<Output = T>>> {
    let slot = Rc::new(Slot {
        answer: RefCell::default(),
        waker: RefCell::default(),
    });
    let filled = slot.clone();
    spawn_local(async move {
        let answer = work.await;
        filled.answer.replace(Some(answer));
        let waker = filled.waker.take();
        if let Some(waker) = waker {
            waker.wake();
        }
    });
    Box::pin(poll_fn(move |cx| {
        let answer = slot.answer.take();
        match answer {
            Some(answer) => Poll::Ready(answer),
            None => {
                slot.waker.replace(Some(cx.waker().clone()));
                Poll::Pending
            }
        }
    }))
}
