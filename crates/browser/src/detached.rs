//! Browser operations that run to completion even if the caller stops waiting.

use core::cell::RefCell;
use core::future::poll_fn;
use core::pin::Pin;
use core::task::{Poll, Waker};
use js_sys::futures::spawn_local;
use std::rc::Rc;

struct Slot<T> {
    answer: RefCell<Option<T>>,
    waker: RefCell<Option<Waker>>,
}

/// Starts `work` immediately, outside of the event loop, so that it handles the browser's events in time while the loop
/// is busy. If the returned future is dropped, the work continues and its result is discarded.
pub fn run_detached<T: 'static>(
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
