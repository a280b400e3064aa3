//! An outside in memory, whose answers take time of the virtual clock.

use crate::outside::{Answer, Mode, OpenFile, Outside, Refusal, RefusalKind, Request, Response};
use core::cell::RefCell;
use coroscope::lessons::samples::SampleNet;
use coroscope::lessons::world::Net;
use coroscope::sleep;
use coroscope::time::{Duration, ms};
use std::collections::BTreeMap;
use std::rc::Rc;

/// How long a request takes until its response begins.
const HEAD: Duration = ms(20);
/// How long a body takes.
const BODY: Duration = ms(5);
/// How long each access to a file takes.
const ACCESS: Duration = ms(5);

type Kept = Rc<RefCell<BTreeMap<String, Vec<u8>>>>;

/// The sample documents as a network, and files in memory. Clones are the same.
///
/// Beside the documents, the network has `echo`, which answers with what it is sent; `slow`, which takes a
/// minute; and nothing under `refused`.
#[derive(Clone, Debug, Default)]
pub struct Doubles {
    kept: Kept,
    given_up: Rc<RefCell<Vec<String>>>,
}

impl Doubles {
    /// What a file holds: what was written until it was closed.
    pub fn file(&self, name: &str) -> Option<Vec<u8>> {
        self.kept.borrow().get(name).cloned()
    }

    /// The URLs of requests that were given up before their response began.
    pub fn given_up(&self) -> Vec<String> {
        self.given_up.borrow().clone()
    }
}

impl Outside for Doubles {
    fn ask(&self, request: Request) -> Answer<Response> {
        let mut under_way = UnderWay {
            url: Some(request.url.clone()),
            given_up: self.given_up.clone(),
        };
        Box::pin(async move {
            let (status, kind, body) = match request.url.split('?').next().unwrap_or_default() {
                "echo" => {
                    sleep(HEAD).await;
                    (200, "application/json", echo(&request).into_bytes())
                }
                "slow" => {
                    sleep(Duration::from_secs(60)).await;
                    (200, "text/plain", b"at last".to_vec())
                }
                "refused" => {
                    sleep(HEAD).await;
                    under_way.has_answered();
                    let message = "refused could not be fetched: nobody listens there";
                    return Err(Refusal::other(message));
                }
                url => match (SampleNet { delay: HEAD }).get(url).await {
                    Ok(text) => (200, "text/plain; charset=utf-8", text.into_bytes()),
                    Err(_) => (404, "text/plain; charset=utf-8", b"not here\n".to_vec()),
                },
            };
            under_way.has_answered();
            Ok(Response {
                status,
                reason: if status == 200 { "OK" } else { "Not Found" }.into(),
                url: request.url,
                headers: vec![
                    ("content-type".into(), kind.into()),
                    ("content-length".into(), body.len().to_string()),
                ],
                body: Box::new(move || {
                    Box::pin(async move {
                        sleep(BODY).await;
                        Ok(body)
                    })
                }),
            })
        })
    }

    fn open(&self, name: &str, mode: Mode) -> Answer<Box<dyn OpenFile>> {
        let (kept, name) = (self.kept.clone(), name.to_owned());
        Box::pin(async move {
            sleep(ACCESS).await;
            let is_there = kept.borrow().contains_key(&name);
            let kind = match (mode, is_there) {
                (Mode::Read, false) => Some(RefusalKind::Missing),
                (Mode::Create, true) => Some(RefusalKind::Exists),
                _ => None,
            };
            if let Some(kind) = kind {
                let message = format!("{name} could not be opened");
                return Err(Refusal { kind, message });
            }
            let empty = mode == Mode::Write || !is_there;
            if empty {
                kept.borrow_mut().insert(name.clone(), Vec::new());
            }
            Ok(Box::new(MemoryFile {
                kept,
                name,
                written: Rc::default(),
            }) as Box<dyn OpenFile>)
        })
    }
}

/// What a request says, as JSON whose strings need no escapes: tests send none that do.
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

/// Tells where it is dropped before the response began.
struct UnderWay {
    url: Option<String>,
    given_up: Rc<RefCell<Vec<String>>>,
}

impl UnderWay {
    fn has_answered(&mut self) {
        self.url = None;
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.given_up.borrow_mut().extend(self.url.take());
    }
}

struct MemoryFile {
    kept: Kept,
    name: String,
    written: Rc<RefCell<Vec<u8>>>,
}

impl OpenFile for MemoryFile {
    fn read(&self) -> Answer<Vec<u8>> {
        let (kept, name) = (self.kept.clone(), self.name.clone());
        Box::pin(async move {
            sleep(ACCESS).await;
            Ok(kept.borrow().get(&name).cloned().unwrap_or_default())
        })
    }

    fn write(&self, bytes: Vec<u8>) -> Answer<()> {
        let written = self.written.clone();
        Box::pin(async move {
            sleep(ACCESS).await;
            written.borrow_mut().extend(bytes);
            Ok(())
        })
    }

    fn close(self: Box<Self>) -> Answer<()> {
        Box::pin(async move {
            sleep(ACCESS).await;
            let mut kept = self.kept.borrow_mut();
            let bytes = kept.entry(self.name.clone()).or_default();
            bytes.extend(self.written.take());
            Ok(())
        })
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
    fn answers_take_time_of_the_virtual_clock() {
        let run = || {
            let doubles = Doubles::default();
            let engine = Engine::with_outside(Options::default(), Rc::new(doubles.clone()));
            engine.run(SCRIPT).expect("it runs");
            let out: String = (engine.take_output().into_iter())
                .map(|written| written.text)
                .collect();
            assert_eq!(out, "gave up\n");
            assert!(doubles.file("lock.txt").is_some_and(|it| it.len() > 100));
            assert_eq!(doubles.given_up(), ["slow"]);
            let took = engine.runtime().time().elapsed();
            // The head and the body, three accesses to the file, and the timeout.
            assert_eq!(took.as_millis(), 20 + 5 + 3 * 5 + 1000);
        };
        // Enough for nested calls in a debug build.
        let running = thread::Builder::new().stack_size(512 << 20).spawn(run);
        running.expect("a thread").join().expect("no panic");
    }
}
