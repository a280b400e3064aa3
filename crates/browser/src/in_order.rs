//! External answers on the virtual clock. The requests are real, and their answers are delivered one at a time, in
//! the order of the requests, each when nothing else can run at the current time. This makes the log reproducible.

use core::cell::{Cell, RefCell};
use core::future::poll_fn;
use core::pin::Pin;
use core::task::{Poll, Waker};
use coroscope_trace::time::Duration;
use coroscope_world::{
    Answer, Database, Files, Mode, Net, OpenFile, Peer, Request, Response, Worker,
};
use std::collections::VecDeque;
use std::rc::Rc;

/// A queue of requests, oldest first.
#[derive(Clone, Default)]
pub struct InOrder {
    requests: Rc<RefCell<VecDeque<Rc<dyn PendingRequest>>>>,
    /// The waker of [`InOrder::answered`].
    listener: Rc<RefCell<Option<Waker>>>,
}

/// A request with an answer of any type.
trait PendingRequest {
    fn is_abandoned(&self) -> bool;
    fn is_answered(&self) -> bool;
    /// Wakes the program with the answer.
    fn release(&self);
}

struct QueuedRequest<T> {
    answer: RefCell<Option<T>>,
    is_due: Cell<bool>,
    abandoned: Cell<bool>,
    program: RefCell<Option<Waker>>,
    outside: RefCell<Option<Waker>>,
}

/// The result of [`InOrder::deliver`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// There is no pending request.
    NoRequest,
    /// The oldest request has no answer yet.
    NotYet,
    /// The program was woken with an answer.
    Done,
}

impl InOrder {
    /// Delivers the answer to the oldest request.
    pub fn deliver(&self) -> Delivery {
        let mut requests = self.requests.borrow_mut();
        while requests.front().is_some_and(|oldest| oldest.is_abandoned()) {
            requests.pop_front();
        }
        let Some(oldest) = requests.front() else {
            return Delivery::NoRequest;
        };
        if !oldest.is_answered() {
            return Delivery::NotYet;
        }
        let oldest = requests.pop_front();
        drop(requests);
        if let Some(oldest) = oldest {
            oldest.release();
        }
        Delivery::Done
    }

    /// Resolves when any request has got its answer.
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

    /// Enqueues a request. The returned future resolves with its answer when [`deliver`](InOrder::deliver) has released it.
    pub fn enqueue<T: 'static>(
        &self,
        mut answer: Pin<Box<dyn Future<Output = T>>>,
    ) -> Pin<Box<dyn Future<Output = T>>> {
        let request = AbandonOnDrop(Rc::new(QueuedRequest {
            answer: RefCell::default(),
            is_due: Cell::default(),
            abandoned: Cell::default(),
            program: RefCell::default(),
            outside: RefCell::default(),
        }));
        self.requests.borrow_mut().push_back(request.0.clone());
        let (outside, listener) = (request.0.clone(), self.listener.clone());
        js_sys::futures::spawn_local(poll_fn(move |cx| {
            if outside.abandoned.get() {
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

impl<T> QueuedRequest<T> {
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

impl<T> PendingRequest for QueuedRequest<T> {
    fn is_abandoned(&self) -> bool {
        self.abandoned.get()
    }

    fn is_answered(&self) -> bool {
        self.answer.borrow().is_some()
    }

    fn release(&self) {
        self.is_due.set(true);
        let waker = self.program.take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

/// Abandons a request when the program drops its future.
struct AbandonOnDrop<T>(Rc<QueuedRequest<T>>);

impl<T> Drop for AbandonOnDrop<T> {
    fn drop(&mut self) {
        self.0.abandoned.set(true);
        let waker = self.0.outside.take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl InOrder {
    /// The same network, with answers in the order of the requests.
    pub fn net(&self, net: Rc<dyn Net>) -> Rc<dyn Net> {
        Rc::new(Ordered::new(net, self))
    }

    /// The same files, with answers in the order of the requests.
    pub fn files(&self, files: Rc<dyn Files>) -> Rc<dyn Files> {
        Rc::new(Ordered::new(files, self))
    }

    /// The same database, with answers in the order of the requests.
    pub fn database(&self, database: Rc<dyn Database>) -> Rc<dyn Database> {
        Rc::new(Ordered::new(database, self))
    }

    /// The same worker, with answers in the order of the requests.
    pub fn worker(&self, worker: Rc<dyn Worker>) -> Rc<dyn Worker> {
        Rc::new(Ordered::new(worker, self))
    }

    /// The same functions of the host language, with answers in the order of the requests.
    pub fn peer(&self, peer: Rc<dyn Peer>) -> Rc<dyn Peer> {
        Rc::new(Ordered::new(peer, self))
    }
}

/// A part of the world whose answers are delivered in the order of the requests.
struct Ordered<T> {
    part: T,
    in_order: InOrder,
}

impl<T> Ordered<T> {
    fn new(part: T, in_order: &InOrder) -> Ordered<T> {
        Ordered {
            part,
            in_order: in_order.clone(),
        }
    }

    fn enqueue<A: 'static>(&self, answer: Answer<A>) -> Answer<A> {
        self.in_order.enqueue(answer)
    }
}

impl Net for Ordered<Rc<dyn Net>> {
    fn fetch(&self, request: Request) -> Answer<Response> {
        let (fetching, in_order) = (self.part.fetch(request), self.in_order.clone());
        self.in_order.enqueue(Box::pin(async move {
            let response = fetching.await?;
            let body = response.body;
            let body = Box::new(move || in_order.enqueue(body()));
            Ok(Response { body, ..response })
        }))
    }

    fn get(&self, url: &str) -> Answer<String> {
        self.enqueue(self.part.get(url))
    }
}

impl Files for Ordered<Rc<dyn Files>> {
    fn open(&self, name: &str, mode: Mode) -> Answer<Box<dyn OpenFile>> {
        let (opening, in_order) = (self.part.open(name, mode), self.in_order.clone());
        self.in_order.enqueue(Box::pin(async move {
            let part = opening.await?;
            Ok(Box::new(Ordered { part, in_order }) as Box<dyn OpenFile>)
        }))
    }
}

impl OpenFile for Ordered<Box<dyn OpenFile>> {
    fn read(&self) -> Answer<Vec<u8>> {
        self.enqueue(self.part.read())
    }

    fn write(&self, bytes: Vec<u8>) -> Answer<()> {
        self.enqueue(self.part.write(bytes))
    }

    fn close(self: Box<Self>) -> Answer<()> {
        let Ordered { part, in_order } = *self;
        in_order.enqueue(part.close())
    }
}

impl Database for Ordered<Rc<dyn Database>> {
    fn put(&self, store: &str, key: &str, value: &str) -> Answer<()> {
        self.enqueue(self.part.put(store, key, value))
    }

    fn get(&self, store: &str, key: &str) -> Answer<Option<String>> {
        self.enqueue(self.part.get(store, key))
    }

    fn list(&self, store: &str) -> Answer<Vec<(String, String)>> {
        self.enqueue(self.part.list(store))
    }

    fn clear(&self, store: &str) -> Answer<()> {
        self.enqueue(self.part.clear(store))
    }
}

impl Worker for Ordered<Rc<dyn Worker>> {
    fn run(&self, job: &str, input: &str) -> Answer<String> {
        self.enqueue(self.part.run(job, input))
    }
}

impl Peer for Ordered<Rc<dyn Peer>> {
    fn chain(&self, depth: usize, rounds: usize) -> Answer<Duration> {
        self.enqueue(self.part.chain(depth, rounds))
    }
}
