//! The world outside of the event loop, behind small traits, for lessons and for the script engine. The browser
//! implements them for real, [`doubles`] in memory on the virtual clock.

mod database;
pub mod doubles;
mod files;
mod net;
mod peer;
mod worker;

pub use database::{Database, Store};
pub use files::{File, FileError, FileErrorKind, Files, Mode, OpenFile};
pub use net::{Body, Net, Request, Response};
pub use peer::Peer;
pub use worker::{Worker, to_worker};

use core::pin::Pin;
use coroscope_runtime::Result;
use std::rc::Rc;

/// A future of the outside world. The request starts when it is created, and is aborted when it is dropped.
pub type Answer<T> = Pin<Box<dyn Future<Output = Result<T>>>>;

/// The outside world of one run.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, lessons::doubles};
/// let world = doubles::world();
/// let words = Runtime::virtual_clock().block_on(async move {
///     let page = world.fetch("docs/lock.txt").await?;
///     let store = world.store("words");
///     store.put("docs/lock.txt", page.split_whitespace().count().to_string()).await?;
///     store.get("docs/lock.txt").await
/// });
/// assert_eq!(words.unwrap().as_deref(), Some("148"));
/// ```
#[derive(Clone)]
pub struct World {
    /// The network.
    pub net: Rc<dyn Net>,
    /// The page's own file system.
    pub files: Rc<dyn Files>,
    /// Values that persist when the page is closed.
    pub database: Rc<dyn Database>,
    /// Another thread for long computations.
    pub worker: Rc<dyn Worker>,
    /// The host language's own async functions, for comparison; `None` if the host has none.
    pub peer: Option<Rc<dyn Peer>>,
}
