//! The picture of a run: turns log and viewport into plain data, and that data into text and SVG.
//!
//! In reading order: [`scale`] maps time to pixels, [`rows`] is the order of the lanes, [`filter`] selects tasks.
//! [`mod@layout`] produces the plain data of [`picture`] that every renderer draws: lanes, the [loop's](loop_lane),
//! [blocks](block) of the loop, [flows](flow). [`state`] and [`resource`] describe a moment, [`overview`] the whole run;
//! [`mod@compare`] and [`compare_tasks`] compare two runs. [`mod@describe`], [`sentences`], [`event_text`] and [`why`]
//! put it into words. [`shapes`] has the geometry and colours that renderers share; [`ascii`] and [`svg`] are two of
//! them.
//!
//! The same log, rows and viewport give the same picture. Only [`Rows`] and [`Overview`] are kept between frames and
//! updated, so a frame costs no more than what is visible.

pub mod ascii;
pub mod at_line;
pub mod block;
pub mod browser_time;
pub mod callback;
mod cancel_requests;
mod cells;
mod columns;
pub mod compare;
pub mod compare_tasks;
mod counter_track;
pub mod describe;
pub mod event_text;
pub mod filter;
pub mod flow;
mod flows;
mod fold;
pub mod hover;
pub mod layout;
pub mod legend;
mod levels;
pub mod lock_hold;
pub mod loop_lane;
mod loop_usage;
mod marks;
mod number;
mod outline;
pub mod overdue;
pub mod overview;
mod path;
mod pen;
pub mod picture;
mod pixels;
pub mod resource;
pub mod rows;
mod run_end;
pub mod scale;
pub mod sentences;
pub mod shapes;
pub mod signs;
pub mod state;
mod stuck;
mod style;
pub mod svg;
mod svg_elements;
pub mod swatch;
mod sweep;
mod task_end;
mod tick;
mod track;
pub mod why;

pub use at_line::next_at_line;
pub use block::{Block, DelayedTasks, delayed_by};
pub use browser_time::{BrowserTime, sentence_for_browser_time};
pub use callback::{CallbackBar, sentence_for_callback};
pub use compare::{Difference, RunTotals, compare, run_totals};
pub use compare_tasks::{TaskPair, common_scale, task_differences, task_pairs};
pub use counter_track::{CounterStep, CounterTrack, level_at};
pub use describe::{Description, Details, describe, details, lane_label, sentence_for_task};
pub use event_text::describe_event;
pub use filter::Filter;
pub use flow::{Flow, FlowEnd, FlowKind, Flows};
pub use flows::MAX_FLOWS;
pub use hover::{
    sentence_on_axis, sentence_on_band, sentence_on_counter_track, sentence_on_lane,
    sentence_on_loop,
};
pub use layout::{LayoutOptions, Viewport, WaitKind, hit, layout, layout_with};
pub use legend::LegendItem;
pub use levels::Peak;
pub use lock_hold::LockHoldBar;
pub use loop_lane::{Gauge, LoopLane, PassBar};
pub use loop_usage::Runnable;
pub use overdue::{Overdue, deadline};
pub use overview::{Overview, OverviewColumn};
pub use picture::{Bar, Cap, Cleanup, Lane, Mark, MarkKind, Picture, Shares, Stretch};
pub use resource::{ResourceAt, resource_at};
pub use rows::{Row, Rows};
pub use run_end::{RunEnd, run_end};
pub use scale::{Tick, TimeScale, ticks};
pub use sentences::{
    sentence_for_block, sentence_for_flow, sentence_for_mark, sentence_for_pass, why_cancelled,
};
pub use state::{StateAt, lines_at, state_at};
pub use stuck::axis_end;
pub use why::{RanMeanwhile, WhyReady, why_ready};
