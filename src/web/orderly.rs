//! The network on the virtual clock: the requests are real, and their answers come one after the other in
//! the order of asking, each when nothing else can run at its time. So the same program has the same log.

use super::net::BrowserNet;
use crate::error::Result;
use crate::lessons::world::{Answer, Net};
use core::cell::{Cell, RefCell};
use core::future::poll_fn;
use core::task::{Poll, Waker};
use std::collections::VecDeque;
use std::rc::Rc;

/// Requests in the order of asking.
#[derive(Clone, Default)]
pub(crate) struct Orderly {
    net: BrowserNet,
    asked: Rc<RefCell<VecDeque<Rc<Request>>>>,
}

#[derive(Default)]
struct Request {
    answer: RefCell<Option<Result<String>>>,
    /// The program may have the answer.
    is_due: Cell<bool>,
    given_up: Cell<bool>,
    program: RefCell<Option<Waker>>,
    fetching: RefCell<Option<Waker>>,
}

/// What became of the wish to hand out an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// The program asked for nothing.
    NoRequest,
    /// The oldest request has no answer yet.
    NotYet,
    /// The program was woken with an answer.
    Done,
}

impl Orderly {
    /// Hands out the answer to the oldest request.
    pub(crate) fn deliver(&self) -> Delivery {
        let mut asked = self.asked.borrow_mut();
        while asked.front().is_some_and(|oldest| oldest.given_up.get()) {
            asked.pop_front();
        }
        let Some(oldest) = asked.front() else {
            return Delivery::NoRequest;
        };
        if oldest.answer.borrow().is_none() {
            return Delivery::NotYet;
        }
        oldest.is_due.set(true);
        let waker = oldest.program.take();
        asked.pop_front();
        drop(asked);
        if let Some(waker) = waker {
            waker.wake();
        }
        Delivery::Done
    }
}

impl Net for Orderly {
    fn get(&self, url: &str) -> Answer<String> {
        let request = GiveUp(Rc::<Request>::default());
        self.asked.borrow_mut().push_back(request.0.clone());
        let mut answer = self.net.get(url);
        let fetching = request.0.clone();
        wasm_bindgen_futures::spawn_local(poll_fn(move |cx| {
            if fetching.given_up.get() {
                return Poll::Ready(());
            }
            fetching.fetching.replace(Some(cx.waker().clone()));
            let Poll::Ready(answer) = answer.as_mut().poll(cx) else {
                return Poll::Pending;
            };
            fetching.answer.replace(Some(answer));
            Poll::Ready(())
        }));
        Box::pin(poll_fn(move |cx| {
            let request = &request.0;
            match request
                .answer
                .borrow_mut()
                .take_if(|_| request.is_due.get())
            {
                Some(answer) => Poll::Ready(answer),
                None => {
                    request.program.replace(Some(cx.waker().clone()));
                    Poll::Pending
                }
            }
        }))
    }
}

/// Gives a request up when the program drops its future.
struct GiveUp(Rc<Request>);

impl Drop for GiveUp {
    fn drop(&mut self) {
        self.0.given_up.set(true);
        if let Some(waker) = self.0.fetching.take() {
            waker.wake();
        }
    }
}
