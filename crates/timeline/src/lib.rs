//! The picture of a run: turns log and viewport into plain data, and that data into text and SVG.
//!
//! | module | contents |
//! |---|---|
//! | [`scale`], [`viewport`], [`rows`], [`filter`] | what is shown: time as pixels, the visible part, the order of the lanes, which tasks |
//! | [`picture`] | the plain data that every renderer draws |
//! | [`mod@layout`] | model and viewport → picture |
//! | [`state`], [`resource`], [`at_line`], [`loop_at`] | the state of tasks, resources, lines and the loop at a moment |
//! | [`hit_at`] | what is drawn at a point |
//! | [`overview`], [`mod@compare`], [`mod@compare_printed`], [`compare_tasks`] | a whole run, and two runs compared |
//! | [`sentences`] | descriptions of tasks, events and parts of the picture |
//! | [`steps`] | a run narrated step by step |
//! | [`player`], [`pace`] | the reader's moment in a run, and how it moves; how fast a run on the virtual clock is played |
//! | [`render`] | the shapes and colours that renderers share, text and SVG |
//!
//! Three systems of coordinates meet here: moments, in microseconds since the start of the run; pixels from the left edge
//! of the viewport, in which a bar may begin one pixel outside; and rows from the first lane, each [`ROW`](sizes::ROW)
//! pixels high. [`TimeScale`] converts between the first two. Text has a character for each eight pixels.
//!
//! The same log, rows and viewport give the same picture. Only [`Rows`] and [`Overview`] are kept between frames and
//! updated, so a frame costs no more than what is visible.

pub mod at_line;
pub mod compare;
pub mod compare_printed;
pub mod compare_tasks;
mod deadline;
mod delayed;
pub mod filter;
mod hit;
mod inner_cleanup;
pub mod layout;
mod loop_at;
mod order_difference;
pub mod overview;
pub mod pace;
pub mod picture;
pub mod player;
pub mod render;
pub mod resource;
pub mod rows;
mod run_end;
pub mod scale;
pub mod sentences;
pub mod sizes;
pub mod state;
pub mod steps;
mod stuck;
pub mod viewport;

pub use at_line::next_at_line;
pub use compare::{Difference, RunTotals, compare, run_totals};
pub use compare_printed::{PrintedPair, compare_printed};
pub use compare_tasks::{TaskPair, common_scale, task_differences, task_pairs};
pub use coroscope_trace::WaitKind;
pub use deadline::deadline;
pub use delayed::{DelayedTasks, delayed_by};
pub use filter::Filter;
pub use hit::{Hit, Spot, bend, hit_at};
pub use layout::{LayoutOptions, MAX_FLOWS, hit, layout, layout_with};
pub use loop_at::{LoopAt, TimerAt, loop_at};
pub use order_difference::{OrderDifference, order_difference};
pub use overview::{Overview, OverviewColumn};
pub use pace::Pace;
pub use picture::{
    Bar, Block, BrowserTime, CallbackBar, Cap, Cleanup, CounterStep, CounterTrack, Failure, Flow,
    FlowEnd, FlowKind, Flows, Gauge, Lane, Limit, LimitEnd, LockHoldBar, LoopLane, Mark, MarkKind,
    Overdue, PassBar, Peak, Picture, Runnable, Shares, Stretch, Unchanged,
};
pub use render::{LegendItem, ascii, legend, raster, shapes, signs, svg};
pub use resource::{ResourceAt, level_at, resource_at};
pub use rows::{Row, Rows};
pub use run_end::{RunEnd, run_end};
pub use scale::{Tick, TimeScale, ticks};
pub use sentences::{
    Description, Details, RanMeanwhile, WhyReady, describe, describe_event, describe_level,
    describe_pass, details, explain_shape, lane_label, sentence_for_block,
    sentence_for_browser_time, sentence_for_callback, sentence_for_failure, sentence_for_flow,
    sentence_for_hang, sentence_for_hit, sentence_for_mark, sentence_for_pass, sentence_for_task,
    why_cancelled, why_ready, within_span,
};
pub use state::{StateAt, ends_with_path, lines_at, state_at};
pub use stuck::axis_end;
pub use viewport::Viewport;
