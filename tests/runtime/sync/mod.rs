//! Primitives of synchronization.

mod queue;
