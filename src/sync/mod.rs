//! What tasks share, all over one fair, cancellable wait list.

mod queue;
mod wait_list;

pub use queue::*;
