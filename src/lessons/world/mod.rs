//! What a lesson needs from outside of the loop, behind small traits: the browser's real parts, or
//! doubles on the virtual clock.

mod database;
mod files;
mod net;
mod peer;
mod worker;

pub use database::{Database, Store};
pub use files::{File, Files, Mode, OpenFile};
pub use net::Net;
pub use peer::Peer;
pub use worker::{Worker, to_worker};

use crate::error::Result;
use core::pin::Pin;
use std::rc::Rc;

/// A future of the outside world. It is asked for when it is made, and given up when it is dropped.
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
    /// A file system of the page's own.
    pub files: Rc<dyn Files>,
    /// Values that stay when the page is closed.
    pub database: Rc<dyn Database>,
    /// Somewhere else for work that takes long.
    pub worker: Rc<dyn Worker>,
    /// The host's own async code, to compare with; none where there is no such host.
    pub peer: Option<Rc<dyn Peer>>,
}
