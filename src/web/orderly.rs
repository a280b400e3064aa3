//! Answers from outside on the virtual clock: the requests are real, and their answers come one after the
//! other in the order of asking, each when nothing else can run at its time. So the same program has the
//! same log.

use core::cell::{Cell, RefCell};
use core::future::poll_fn;
use core::pin::Pin;
use core::task::{Poll, Waker};
use std::collections::VecDeque;
use std::rc::Rc;

/// Requests in the order of asking.
#[derive(Clone, Default)]
pub struct Orderly {
    asked: Rc<RefCell<VecDeque<Rc<dyn Asked>>>>,
    /// Who awaits the next answer.
    listener: Rc<RefCell<Option<Waker>>>,
}

/// A request, whatever its answer is.
trait Asked {
    fn is_given_up(&self) -> bool;
    fn is_answered(&self) -> bool;
    /// The program may have the answer.
    fn hand_out(&self);
}

struct Request<T> {
    answer: RefCell<Option<T>>,
    is_due: Cell<bool>,
    given_up: Cell<bool>,
    program: RefCell<Option<Waker>>,
    outside: RefCell<Option<Waker>>,
}

/// What became of the wish to hand out an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// The program asked for nothing.
    NoRequest,
    /// The oldest request has no answer yet.
    NotYet,
    /// The program was woken with an answer.
    Done,
}

impl Orderly {
    /// Hands out the answer to the oldest request.
    pub fn deliver(&self) -> Delivery {
        let mut asked = self.asked.borrow_mut();
        while asked.front().is_some_and(|oldest| oldest.is_given_up()) {
            asked.pop_front();
        }
        let Some(oldest) = asked.front() else {
            return Delivery::NoRequest;
        };
        if !oldest.is_answered() {
            return Delivery::NotYet;
        }
        let oldest = asked.pop_front();
        drop(asked);
        if let Some(oldest) = oldest {
            oldest.hand_out();
        }
        Delivery::Done
    }

    /// Awaits the next answer, to whichever request.
    pub fn answered(&self) -> impl Future<Output = ()> + 'static {
        let listener = self.listener.clone();
        let mut waited = false;
        poll_fn(move |cx| {
            if core::mem::replace(&mut waited, true) {
                return Poll::Ready(());
            }
            listener.replace(Some(cx.waker().clone()));
            Poll::Pending
        })
    }

    /// Holds an answer back until its turn has come.
    pub fn order<T: 'static>(
        &self,
        mut answer: Pin<Box<dyn Future<Output = T>>>,
    ) -> Pin<Box<dyn Future<Output = T>>> {
        let request = GiveUp(Rc::new(Request {
            answer: RefCell::default(),
            is_due: Cell::default(),
            given_up: Cell::default(),
            program: RefCell::default(),
            outside: RefCell::default(),
        }));
        self.asked.borrow_mut().push_back(request.0.clone());
        let (outside, listener) = (request.0.clone(), self.listener.clone());
        wasm_bindgen_futures::spawn_local(poll_fn(move |cx| {
            if outside.given_up.get() {
                return Poll::Ready(());
            }
            outside.outside.replace(Some(cx.waker().clone()));
            let Poll::Ready(answer) = answer.as_mut().poll(cx) else {
                return Poll::Pending;
            };
            outside.answer.replace(Some(answer));
            let listener = listener.take();
            if let Some(listener) = listener {
                listener.wake();
            }
            Poll::Ready(())
        }));
        Box::pin(poll_fn(move |cx| request.0.poll(cx.waker())))
    }
}

impl<T> Request<T> {
    fn poll(&self, waker: &Waker) -> Poll<T> {
        let answer = self.answer.borrow_mut().take_if(|_| self.is_due.get());
        match answer {
            Some(answer) => Poll::Ready(answer),
            None => {
                self.program.replace(Some(waker.clone()));
                Poll::Pending
            }
        }
    }
}

impl<T> Asked for Request<T> {
    fn is_given_up(&self) -> bool {
        self.given_up.get()
    }

    fn is_answered(&self) -> bool {
        self.answer.borrow().is_some()
    }

    fn hand_out(&self) {
        self.is_due.set(true);
        let waker = self.program.take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

/// Gives a request up when the program drops its future.
struct GiveUp<T>(Rc<Request<T>>);

impl<T> Drop for GiveUp<T> {
    fn drop(&mut self) {
        self.0.given_up.set(true);
        let waker = self.0.outside.take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}
