//! The recording of a run: one ordered log of events, and the model read from it.
//!
//! In reading order: [`event`] is the vocabulary, [`log`] the bounded store,
//! [`model`] what a reader of the log wants to know.

mod delay;
pub mod event;
mod id;
mod kind;
pub mod log;
mod means;
pub mod model;
mod moment;
mod passes;
mod peaks;
mod read;
pub mod spans;
mod totals;
pub mod track;
mod tracks;
mod wait_kind;
mod warning;

pub use delay::Delay;
pub use event::{Cause, End, Event, Wait, What};
pub use id::{PlaceId, ResourceId, TaskId, TextId};
pub use kind::{Op, ResourceKind};
pub use log::{Log, Place};
pub(crate) use means::Change;
pub use model::Model;
pub use moment::Moment;
pub use spans::Spans;
pub(crate) use totals::{Few, Kind, Totals};
pub use wait_kind::WaitKind;
pub use warning::Warning;
