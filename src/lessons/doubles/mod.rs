//! Test doubles of the outside world: in memory, with responses that take time on the virtual clock.

mod worker;

pub use crate::world::doubles::{MemoryDatabase, MemoryFiles, SimulatedPeer};
pub use worker::InlineWorker;

use super::samples::SampleNet;
use crate::world::World;
use std::rc::Rc;

/// A world of test doubles that contains the sample documents and nothing else.
pub fn world() -> World {
    World {
        net: Rc::new(SampleNet::default()),
        files: Rc::new(MemoryFiles::default()),
        database: Rc::new(MemoryDatabase::default()),
        worker: Rc::new(InlineWorker::default()),
        peer: Some(Rc::new(SimulatedPeer::default())),
    }
}
