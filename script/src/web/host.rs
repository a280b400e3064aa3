//! The host of a script in the browser: `fetch`, and the site's private file system.

use super::{calls, files, net};
use crate::host::{
    Answer, CallDone, Delivered, Host, Mode, OpenFile, Request, Response, WorkerCall,
};
use coroscope::Semaphore;
use coroscope::web::in_order::{Delivery, InOrder};

/// Requests and files of the browser.
pub struct BrowserHost {
    base: String,
    permits: Semaphore,
    order: Order,
}

impl BrowserHost {
    /// Relative URLs are resolved against `base`. On the virtual clock, `in_order` delivers responses in the order of the
    /// requests; on the real clock, each is delivered when it arrives. Create it before the run, so that its semaphore
    /// is not in the log.
    pub fn new(base: &str, in_order: Option<InOrder>) -> BrowserHost {
        BrowserHost {
            base: base.to_owned(),
            permits: net::permits(),
            order: Order(in_order),
        }
    }
}

/// The order in which responses are delivered.
#[derive(Clone)]
struct Order(Option<InOrder>);

impl Order {
    fn of<T: 'static>(&self, answer: Answer<T>) -> Answer<T> {
        match &self.0 {
            Some(in_order) => in_order.enqueue(answer),
            None => answer,
        }
    }
}

impl Host for BrowserHost {
    fn fetch(&self, request: Request) -> Answer<Response> {
        let (base, permits) = (self.base.clone(), self.permits.clone());
        let order = self.order.clone();
        self.order.of(Box::pin(async move {
            let response = net::send(request, &base, &permits).await?;
            let body = response.body;
            let body = Box::new(move || order.of(body()));
            Ok(Response { body, ..response })
        }))
    }

    fn open(&self, name: &str, mode: Mode) -> Answer<Box<dyn OpenFile>> {
        let (opening, order) = (files::open(name, mode), self.order.clone());
        self.order.of(Box::pin(async move {
            let file = opening.await?;
            Ok(Box::new(FileInOrder { file, order }) as Box<dyn OpenFile>)
        }))
    }

    fn call(&self, call: WorkerCall, done: CallDone) -> bool {
        calls::call(call, done)
    }

    fn deliver_next(&self) -> Delivered {
        let Some(in_order) = &self.order.0 else {
            return Delivered::Nothing;
        };
        match in_order.deliver() {
            Delivery::NoRequest => Delivered::Nothing,
            Delivery::Done => Delivered::Done,
            Delivery::NotYet => Delivered::Later(Box::pin(in_order.answered())),
        }
    }
}

struct FileInOrder {
    file: Box<dyn OpenFile>,
    order: Order,
}

impl OpenFile for FileInOrder {
    fn read(&self) -> Answer<Vec<u8>> {
        self.order.of(self.file.read())
    }

    fn write(&self, bytes: Vec<u8>) -> Answer<()> {
        self.order.of(self.file.write(bytes))
    }

    fn close(self: Box<Self>) -> Answer<()> {
        self.order.of(self.file.close())
    }
}
