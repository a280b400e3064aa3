//! Sentences about tasks, events and what the picture shows.

pub(super) mod cancel_requests;
mod canceller;
mod describe;
mod event;
mod hang;
mod hit;
mod limits;
mod loop_usage;
mod parts;
mod shape;
mod task_end;
mod thread;
mod why;
mod within;

pub use describe::{Description, Details, describe, details, lane_label, sentence_for_task};
pub use event::describe_event;
pub use hang::sentence_for_hang;
pub use hit::{describe_level, describe_pass, sentence_for_hit};
pub(crate) use limits::limit_sentence;
pub use limits::sentence_for_failure;
pub use parts::{
    sentence_for_block, sentence_for_browser_time, sentence_for_callback, sentence_for_flow,
    sentence_for_mark, sentence_for_pass, why_cancelled,
};
pub use shape::explain_shape;
pub use why::{RanMeanwhile, WhyReady, why_ready};
pub use within::within_span;
