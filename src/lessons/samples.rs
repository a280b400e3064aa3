//! The sample documents of the site, and a simulated network that serves them.

use super::world::{Answer, Net};
use crate::error::Error;
use crate::sleep;
use crate::time::{Duration, ms};

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
    fn get(&self, url: &str) -> Answer<String> {
        let delay = self.delay;
        let name = url
            .strip_prefix("docs/")
            .and_then(|u| u.strip_suffix(".txt"));
        let found = name.and_then(text).map(str::to_owned);
        let missing = Error::msg(format_args!("{url} could not be fetched: 404 Not Found"));
        Box::pin(async move {
            sleep(delay).await;
            found.ok_or(missing)
        })
    }
}
