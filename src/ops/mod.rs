//! What one does with awaitables.

mod clock;
mod gather;
mod io;
mod print;
mod scope;
mod sleep;
mod spawn;

pub use clock::now;
pub use gather::{Awaitable, Gather, GatherAll, gather};
pub use io::{Io, io};
pub use print::{note, print};
pub use scope::scope;
pub use sleep::{Sleep, YieldNow, sleep, sleep_until, yield_now};
pub use spawn::{cancel_current, spawn, spawn_local, spawn_told};
