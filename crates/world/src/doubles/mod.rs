//! Test doubles of the outside world: in memory, with responses that take time on the virtual clock.

mod database;
mod files;
mod net;
mod peer;

pub use database::MemoryDatabase;
pub use files::MemoryFiles;
pub use net::MemoryNet;
pub use peer::SimulatedPeer;
