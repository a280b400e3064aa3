//! Sentences about tasks, events and what the picture shows.

pub(super) mod cancel_requests;
mod describe;
mod event;
mod hover;
mod loop_usage;
mod parts;
mod task_end;
mod why;

pub use describe::{Description, Details, describe, details, lane_label, sentence_for_task};
pub use event::describe_event;
pub use hover::{
    bend, sentence_on_axis, sentence_on_band, sentence_on_counter_track, sentence_on_lane,
    sentence_on_loop,
};
pub use parts::{
    sentence_for_block, sentence_for_browser_time, sentence_for_callback, sentence_for_flow,
    sentence_for_mark, sentence_for_pass, why_cancelled,
};
pub use why::{RanMeanwhile, WhyReady, why_ready};
