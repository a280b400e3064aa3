//! The network: documents by URL.

use super::{Answer, World};
use crate::lessons::samples;

/// The network.
pub trait Net {
    /// Fetches the text at `url`. Dropping the future aborts the request.
    ///
    /// # Errors
    /// A message that names the URL and what went wrong with it.
    fn get(&self, url: &str) -> Answer<String>;
}

impl World {
    /// The reader's own URLs, or, if there are none, those of `count` sample documents.
    pub fn documents(&self, own: Vec<String>, count: usize) -> Vec<String> {
        if own.is_empty() {
            (0..count).map(samples::url).collect()
        } else {
            own
        }
    }

    /// Fetches the text at `url`.
    ///
    /// # Errors
    /// A message that names the URL and what went wrong with it.
    #[track_caller]
    pub fn fetch(&self, url: &str) -> crate::Io<Answer<String>> {
        crate::io(format!("GET {url}"), self.net.get(url))
    }
}
