//! A test double of the host, with files in memory, and with responses that take time on the virtual clock.

use crate::host::Host;
use core::cell::RefCell;
use coroscope_runtime::{Error, sleep};
use coroscope_trace::time::{Duration, ms};
use coroscope_world::doubles::{MemoryFiles, MemoryNet};
use coroscope_world::{Answer, Files, Mode, Net, OpenFile, Request, Response};
use std::fs;
use std::path::Path;
use std::rc::Rc;

/// How long a request takes until the head of its response is there.
const HEAD: Duration = ms(20);
/// How long the body of a response takes.
const BODY: Duration = ms(5);

/// The sample documents of the site.
const DOCUMENTS: MemoryNet = MemoryNet {
    delay: HEAD,
    document,
};

/// A network that serves the sample documents, and files in memory. Clones refer to the same files.
///
/// Besides the documents, the network has `echo`, which responds with the request; `slow`, which takes a minute; and
/// `refused`, which refuses connections.
#[derive(Clone, Debug, Default)]
pub struct Doubles {
    files: MemoryFiles,
    aborted: Rc<RefCell<Vec<String>>>,
}

impl Doubles {
    /// The content of a file, as of the last time it was closed.
    pub fn file(&self, name: &str) -> Option<Vec<u8>> {
        self.files.content(name)
    }

    /// The URLs of requests that were aborted before their response began.
    pub fn aborted(&self) -> Vec<String> {
        self.aborted.borrow().clone()
    }
}

impl Net for Doubles {
    fn fetch(&self, request: Request) -> Answer<Response> {
        let mut pending = PendingRequest {
            url: Some(request.url.clone()),
            aborted: self.aborted.clone(),
        };
        Box::pin(async move {
            let response = match request.url.split('?').next().unwrap_or_default() {
                "echo" => {
                    sleep(HEAD).await;
                    let body = echo(&request).into_bytes();
                    ok(request.url, "application/json", body)
                }
                "slow" => {
                    sleep(Duration::from_secs(60)).await;
                    ok(request.url, "text/plain", b"at last".to_vec())
                }
                "refused" => {
                    sleep(HEAD).await;
                    pending.complete();
                    let message = "refused could not be fetched: connection refused";
                    return Err(Error::msg(message));
                }
                _ => DOCUMENTS.fetch(request).await?,
            };
            pending.complete();
            let body = response.body;
            Ok(Response {
                body: Box::new(move || {
                    Box::pin(async move {
                        sleep(BODY).await;
                        body().await
                    })
                }),
                ..response
            })
        })
    }
}

impl Files for Doubles {
    fn open(&self, name: &str, mode: Mode) -> Answer<Box<dyn OpenFile>> {
        self.files.open(name, mode)
    }
}

impl Host for Doubles {}

fn document(url: &str) -> Option<Vec<u8>> {
    let name = url.strip_prefix("docs/").filter(|it| !it.contains('/'))?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../www/docs");
    fs::read(folder.join(name)).ok()
}

fn ok(url: String, kind: &str, body: Vec<u8>) -> Response {
    Response {
        status: 200,
        reason: "OK".into(),
        url,
        headers: vec![
            ("content-type".into(), kind.into()),
            ("content-length".into(), body.len().to_string()),
        ],
        body: Box::new(|| Box::pin(async { Ok(body) })),
    }
}

/// A request as JSON. Strings are not escaped, because the tests send none that need it.
fn echo(request: &Request) -> String {
    let body = request.body.as_deref().unwrap_or_default();
    let headers: Vec<String> = (request.headers.iter())
        .map(|(name, value)| format!("\"{}\": \"{value}\"", name.to_lowercase()))
        .collect();
    format!(
        "{{\"method\": \"{}\", \"url\": \"{}\", \"headers\": {{{}}}, \"body\": \"{}\"}}",
        request.method,
        request.url,
        headers.join(", "),
        String::from_utf8_lossy(body).replace('"', "'"),
    )
}

/// Records its URL as aborted if it is dropped before the response began.
struct PendingRequest {
    url: Option<String>,
    aborted: Rc<RefCell<Vec<String>>>,
}

impl PendingRequest {
    fn complete(&mut self) {
        self.url = None;
    }
}

impl Drop for PendingRequest {
    fn drop(&mut self) {
        self.aborted.borrow_mut().extend(self.url.take());
    }
}

#[cfg(test)]
mod tests {
    use super::Doubles;
    use crate::{Engine, Options};
    use std::rc::Rc;
    use std::thread;

    const SCRIPT: &str = "import asyncio, aiofiles, aiohttp
async def main():
    async with aiohttp.ClientSession() as session:
        async with session.get('docs/lock.txt') as response:
            text = await response.text()
        async with aiofiles.open('lock.txt', 'w') as file:
            await file.write(text)
        try:
            async with asyncio.timeout(1):
                await session.get('slow')
        except TimeoutError:
            print('gave up')
asyncio.run(main())
";

    #[test]
    fn responses_take_time_on_the_virtual_clock() {
        let run = || {
            let doubles = Doubles::default();
            let engine = Engine::with_host(Options::default(), Rc::new(doubles.clone()));
            engine.run(SCRIPT).expect("it runs");
            let out: String = (engine.take_output().into_iter())
                .map(|written| written.text)
                .collect();
            assert_eq!(out, "gave up\n");
            assert!(doubles.file("lock.txt").is_some_and(|it| it.len() > 100));
            assert_eq!(doubles.aborted(), ["slow"]);
            let took = engine.runtime().time().elapsed();
            // The head and the body, three accesses to the file, and the timeout.
            assert_eq!(took.as_millis(), 20 + 5 + 3 * 5 + 1000);
        };
        // Enough for nested calls in a debug build.
        let running = thread::Builder::new().stack_size(512 << 20).spawn(run);
        running.expect("a thread").join().expect("no panic");
    }
}
