//! The recording of a run: an ordered log of events, and the model that is built from it.
//!
//! In reading order: [`event`] has the kinds of events, [`log`] stores them within a size limit,
//! [`model`] arranges them by task, resource and pass. Functions that read both take a [`RunView`].

mod coordinate;
mod count;
mod counterparts;
mod delay;
pub mod event;
mod id;
mod kind;
mod last_turn;
mod level;
pub mod log;
mod means;
pub mod model;
mod moment;
mod outcome;
mod passes;
mod read;
mod read_track;
mod reason;
mod run_view;
pub mod sort;
mod span;
pub mod spans;
mod task_state;
pub mod time;
mod totals;
pub mod track;
mod tracks;
mod warning;

pub use coordinate::Coordinate;
pub use count::{saturating_u16, saturating_u32};
pub use counterparts::Counterparts;
pub use delay::Delay;
pub use event::{Event, EventKind};
pub use id::{PlaceId, ResourceId, TaskId, TextId};
pub use kind::{Op, ResourceKind};
pub use last_turn::LastTurn;
pub use log::{Log, Place};
pub use means::Change;
pub use model::Model;
pub use moment::Moment;
pub use outcome::{Outcome, OutcomeKind};
pub use reason::{Cause, WaitReason};
pub use run_view::RunView;
pub use spans::Spans;
pub use task_state::{PerState, TaskState, WaitKind};
pub use totals::{SingleWaitTotals, SpanTotals};
pub use warning::Warning;
