//! The recording of a run: an ordered log of events, and the model that is built from it.
//!
//! In reading order: [`event`] has the kinds of events, [`log`] stores them within a size limit,
//! [`model`] arranges them by task, resource and pass. Functions that read both take a [`RunView`].

mod coordinate;
mod count;
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
mod run_view;
pub mod spans;
mod totals;
pub mod track;
mod tracks;
mod wait_kind;
mod warning;

pub use coordinate::Coordinate;
pub(crate) use count::{saturating_u16, saturating_u32};
pub use delay::Delay;
pub use event::{Cause, End, Event, EventKind, WaitReason};
pub use id::{PlaceId, ResourceId, TaskId, TextId};
pub use kind::{Op, ResourceKind};
pub use log::{Log, Place};
pub use means::Change;
pub use model::Model;
pub use moment::Moment;
pub use run_view::RunView;
pub use spans::Spans;
pub use totals::{SingleWaitTotals, SpanKind, SpanTotals};
pub use wait_kind::WaitKind;
pub use warning::Warning;
