//! A network in memory.

use crate::{Answer, Net, Request, Response};
use coroscope_runtime::runtime::Handle;
use coroscope_runtime::{Error, sleep};
use coroscope_trace::time::Duration;

/// A network that serves documents after a delay on the runtime's clock.
#[derive(Clone, Copy, Debug)]
pub struct MemoryNet {
    /// How long each response takes.
    pub delay: Duration,
    /// Returns the document at a URL, if there is one.
    pub document: fn(&str) -> Option<Vec<u8>>,
}

impl Net for MemoryNet {
    fn fetch(&self, request: Request) -> Answer<Response> {
        let MemoryNet { delay, document } = *self;
        Box::pin(async move {
            let what = format!("{} {}", request.method, request.url);
            let fails = Handle::current().request_fails(&what);
            sleep(delay).await;
            if fails {
                let message = format!(
                    "{} could not be fetched: the connection was lost",
                    request.url
                );
                return Err(Error::msg(message));
            }
            let (status, reason, text) = match document(&request.url) {
                Some(text) => (200, "OK", text),
                None => (404, "Not Found", b"not here\n".to_vec()),
            };
            Ok(Response {
                status,
                reason: reason.into(),
                url: request.url,
                headers: vec![
                    ("content-type".into(), "text/plain; charset=utf-8".into()),
                    ("content-length".into(), text.len().to_string()),
                ],
                body: Box::new(|| Box::pin(async { Ok(text) })),
            })
        })
    }
}
