//! The host of a script in the browser: `fetch`, and the site's private file system.

use super::{calls, suspension};
use crate::host::{CallDone, Delivered, Host, WorkerCall};
use core::pin::Pin;
use coroscope_browser::files::BrowserFiles;
use coroscope_browser::in_order::{Delivery, InOrder};
use coroscope_browser::net::BrowserNet;
use coroscope_world::{Answer, Files, Mode, Net, OpenFile, Request, Response};
use std::rc::Rc;

/// Requests and files of the browser.
pub struct BrowserHost {
    net: Rc<dyn Net>,
    files: Rc<dyn Files>,
    in_order: Option<InOrder>,
    can_block: bool,
}

impl BrowserHost {
    /// Relative URLs are resolved against `base`. On the virtual clock, `in_order` delivers responses in the order of the
    /// requests; on the real clock, each is delivered when it arrives. Create it before the run, so that the semaphore
    /// of its network is not in the log. `can_block`: the script runs on a stack that can be suspended.
    pub fn new(base: &str, in_order: Option<InOrder>, can_block: bool) -> BrowserHost {
        let net: Rc<dyn Net> = Rc::new(BrowserNet::of_scripts(base));
        let files: Rc<dyn Files> = Rc::new(BrowserFiles::of_scripts());
        let (net, files) = match &in_order {
            Some(in_order) => (in_order.net(net), in_order.files(files)),
            None => (net, files),
        };
        BrowserHost {
            net,
            files,
            in_order,
            can_block,
        }
    }
}

impl Net for BrowserHost {
    fn fetch(&self, request: Request) -> Answer<Response> {
        let fetching = self.net.fetch(request);
        Box::pin(async move {
            let mut response = fetching.await?;
            // HTTP/2 has no reason phrase, but scripts print it.
            if response.reason.is_empty() {
                response.reason = usual_reason(response.status).into();
            }
            Ok(response)
        })
    }
}

impl Files for BrowserHost {
    fn open(&self, name: &str, mode: Mode) -> Answer<Box<dyn OpenFile>> {
        self.files.open(name, mode)
    }
}

impl Host for BrowserHost {
    fn call(&self, call: WorkerCall, done: CallDone) -> bool {
        calls::call(call, done)
    }

    fn deliver_next(&self) -> Delivered {
        let Some(in_order) = &self.in_order else {
            return Delivered::Nothing;
        };
        match in_order.deliver() {
            Delivery::NoRequest => Delivered::Nothing,
            Delivery::Done => Delivered::Done,
            Delivery::NotYet => Delivered::Later(Box::pin(in_order.answered())),
        }
    }

    fn can_block(&self) -> bool {
        self.can_block
    }

    fn block_on(&self, future: Pin<Box<dyn Future<Output = ()> + '_>>) {
        suspension::block_on(future);
    }
}

fn usual_reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "",
    }
}
