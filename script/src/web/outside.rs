//! The outside of a script in the browser: `fetch`, and the site's own file system.

use super::{calls, files, net};
use crate::outside::{Answer, Answered, Call, HandOut, Mode, OpenFile, Outside, Request, Response};
use coroscope::Semaphore;
use coroscope::web::in_order::{Delivery, InOrder};

/// Real requests and files.
pub struct BrowserOutside {
    base: String,
    permits: Semaphore,
    order: Order,
}

impl BrowserOutside {
    /// Relative URLs are resolved against `base`. Make it before the run, so that its own means are not in the log.
    /// On the virtual clock the answers come in the order of asking,
    /// when `in_order` hands them out; on the real clock each comes when it can.
    pub fn new(base: &str, in_order: Option<InOrder>) -> BrowserOutside {
        BrowserOutside {
            base: base.to_owned(),
            permits: net::permits(),
            order: Order(in_order),
        }
    }
}

/// In which order answers come.
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

impl Outside for BrowserOutside {
    fn ask(&self, request: Request) -> Answer<Response> {
        let (base, permits) = (self.base.clone(), self.permits.clone());
        let order = self.order.clone();
        self.order.of(Box::pin(async move {
            let response = net::ask(request, &base, &permits).await?;
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

    fn call(&self, call: Call, done: Answered) -> bool {
        calls::ask(call, done)
    }

    fn hand_out(&self) -> HandOut {
        let Some(in_order) = &self.order.0 else {
            return HandOut::Nothing;
        };
        match in_order.deliver() {
            Delivery::NoRequest => HandOut::Nothing,
            Delivery::Done => HandOut::Done,
            Delivery::NotYet => HandOut::Later(Box::pin(in_order.answered())),
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
