//! The builds that are measured in turn: this one, and another revision if one is given.

use std::path::Path;

use anyhow::{Result, bail};
use coroscope_e2e::sites;
use xtask::server::Server;

/// One of the builds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Build {
    This,
    Other,
}

/// Their benchmark pages, on servers of their own.
pub(crate) struct Builds {
    this: Server,
    other: Option<Server>,
}

impl Builds {
    /// Serves the pages in `target/bench`, and those in the folder `other`.
    pub(crate) async fn start(other: Option<&Path>) -> Result<Builds> {
        let other = match other {
            Some(folder) if !folder.join("runtime.html").is_file() => {
                bail!(
                    "{} has no runtime.html: --beside takes a folder with benchmark pages",
                    folder.display()
                )
            }
            Some(folder) => Some(sites::folder(folder)?.start().await?),
            None => None,
        };
        let this = sites::bench()?.start().await?;
        Ok(Builds { this, other })
    }

    /// This build, then the other one.
    pub(crate) fn all(&self) -> Vec<Build> {
        let other = self.has_other().then_some(Build::Other);
        [Build::This].into_iter().chain(other).collect()
    }

    pub(crate) fn has_other(&self) -> bool {
        self.other.is_some()
    }

    /// The server with the pages of a build.
    pub(crate) fn server(&self, build: Build) -> &Server {
        match (build, &self.other) {
            (Build::Other, Some(server)) => server,
            _ => &self.this,
        }
    }
}
