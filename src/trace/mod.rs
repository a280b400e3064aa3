//! The recording of a run: one ordered log of events, and the model read from it.
//!
//! In reading order: [`event`] is the vocabulary, [`log`] the bounded store,
//! [`model`] what a reader of the log wants to know.

pub mod event;
pub mod log;
pub mod model;
mod moment;
mod peaks;
mod read;
pub mod spans;
mod totals;
pub mod track;
mod wait_kind;

pub use event::{
    Cause, Delay, End, Event, Op, PlaceId, ResourceId, ResourceKind, TaskId, TextId, Wait, Warning,
    What,
};
pub use log::{Log, Place};
pub use model::Model;
pub use moment::Moment;
pub use spans::Spans;
pub(crate) use totals::Kind;
pub use wait_kind::WaitKind;
