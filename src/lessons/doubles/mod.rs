//! Doubles of the outside world: all in memory, and each answer takes time of the virtual clock.

mod database;
mod files;
mod peer;
mod worker;

pub use database::MemoryDatabase;
pub use files::MemoryFiles;
pub use peer::ClockworkPeer;
pub use worker::NearWorker;

use super::samples::SampleNet;
use super::world::World;
use std::rc::Rc;

/// A world of doubles, with nothing in it but the sample documents.
pub fn world() -> World {
    World {
        net: Rc::new(SampleNet::default()),
        files: Rc::new(MemoryFiles::default()),
        database: Rc::new(MemoryDatabase::default()),
        worker: Rc::new(NearWorker::default()),
        peer: Some(Rc::new(ClockworkPeer::default())),
    }
}
