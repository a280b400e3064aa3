//! The sample documents of the site, and a simulated network that serves them.

use crate::time::{Duration, ms};
use crate::world::doubles::MemoryNet;
use crate::world::{Answer, Net, Request, Response, World};

macro_rules! samples {
    ($($name:literal),* $(,)?) => {
        /// Names of the sample documents; each is served as `docs/NAME.txt`.
        pub const NAMES: &[&str] = &[$($name),*];

        fn text(name: &str) -> Option<&'static str> {
            match name {
                $($name => Some(include_str!(concat!("../../www/docs/", $name, ".txt"))),)*
                _ => None,
            }
        }
    };
}

samples![
    "event-loop",
    "coroutine",
    "future",
    "task",
    "gather",
    "queue",
    "lock",
    "semaphore",
    "timeout",
    "cancel",
    "thread",
    "microtask",
];

/// The URL of the `n`-th sample document, relative to the page; they repeat.
pub fn url(n: usize) -> String {
    format!("docs/{}.txt", NAMES[n % NAMES.len()])
}

/// A network that serves the sample documents after a delay on the runtime's clock.
#[derive(Clone, Copy, Debug)]
pub struct SampleNet {
    /// How long each response takes.
    pub delay: Duration,
}

impl Default for SampleNet {
    fn default() -> SampleNet {
        SampleNet { delay: ms(20) }
    }
}

impl Net for SampleNet {
    fn fetch(&self, request: Request) -> Answer<Response> {
        let net = MemoryNet {
            delay: self.delay,
            document,
        };
        net.fetch(request)
    }
}

fn document(url: &str) -> Option<Vec<u8>> {
    let name = url.strip_prefix("docs/")?.strip_suffix(".txt")?;
    text(name).map(Into::into)
}

/// The sample documents: the address of each, and its text.
pub fn all() -> impl Iterator<Item = (String, &'static str)> {
    let all = NAMES.iter();
    all.filter_map(|name| Some((format!("docs/{name}.txt"), text(name)?)))
}

/// The URLs that a lesson fetches.
pub trait Documents {
    /// The reader's own URLs, or, if there are none, those of `count` sample documents.
    fn documents(&self, own: Vec<String>, count: usize) -> Vec<String>;
}

impl Documents for World {
    fn documents(&self, own: Vec<String>, count: usize) -> Vec<String> {
        if own.is_empty() {
            (0..count).map(url).collect()
        } else {
            own
        }
    }
}
