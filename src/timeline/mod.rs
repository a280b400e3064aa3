//! The picture of a run: log and viewport to plain data, and that data as text and SVG.
//!
//! In reading order: [`scale`] is time and pixels, [`rows`] the order of the lanes and [`filter`] what is
//! searched for among them, [`mod@layout`] makes the plain data of [`picture`] that every renderer draws:
//! lanes, the [loop's own](loop_lane), what [blocked](block) it, [edges](edge). [`state`] and [`resource`]
//! tell what is so at a moment, [`overview`] the whole run at a glance, [`mod@compare`] and [`compare_tasks`] two runs.
//! [`mod@describe`], [`words`], [`happening`](mod@happening) and [`why`] say it in words. [`shapes`] is the
//! geometry and colours that renderers share, [`ascii`] and [`svg`] two renderers.
//!
//! The same log, rows and viewport give the same picture. Only [`Rows`] and [`Overview`] are kept
//! and brought up to date, so that a frame costs no more than what is seen.

pub mod ascii;
pub mod at_line;
pub mod block;
pub mod browser_time;
pub mod callback;
mod cancelling;
mod cells;
mod columns;
pub mod compare;
pub mod compare_tasks;
pub mod describe;
pub mod edge;
mod edges;
mod ended;
pub mod filter;
mod fold;
pub mod happening;
pub mod holding;
mod ink;
pub mod layout;
pub mod legend;
mod levels;
pub mod loop_lane;
mod marks;
mod meanwhile;
mod number;
mod outline;
pub mod overdue;
pub mod overview;
mod path;
mod pen;
pub mod picture;
pub mod plot;
pub mod pointed;
pub mod resource;
pub mod rows;
mod say;
pub mod scale;
pub mod shapes;
pub mod signs;
pub mod state;
mod strip;
mod stuck;
mod style;
pub mod svg;
pub mod swatch;
mod sweep;
mod tick;
mod track;
pub mod why;
pub mod words;

pub use at_line::next_at_line;
pub use block::{Block, HeldUp, held_up};
pub use browser_time::{BrowserTime, sentence_for_browser_time};
pub use callback::{CallbackBar, sentence_for_callback};
pub use compare::{Difference, Totals, compare, totals};
pub use compare_tasks::{Pair, common_scale, differences, pairs};
pub use describe::{Description, Details, describe, details, lane_label, sentence_for_task};
pub use edge::{Edge, EdgeEnd, EdgeKind, Edges};
pub use edges::MOST_EDGES;
pub use ended::{Ended, ended};
pub use filter::Filter;
pub use happening::happening;
pub use holding::Holding;
pub use layout::{Show, Viewport, WaitKind, hit, layout, layout_with};
pub use legend::LegendItem;
pub use levels::Peak;
pub use loop_lane::{Gauge, LoopLane, PassBar};
pub use meanwhile::Ran;
pub use overdue::{Overdue, deadline};
pub use overview::{Column, Overview};
pub use picture::{Bar, BarKind, Cap, CapKind, Lane, Mark, MarkKind, Picture, Shares, Stretch};
pub use plot::{PlotPicture, plot};
pub use pointed::{
    sentence_on_axis, sentence_on_band, sentence_on_lane, sentence_on_loop, sentence_on_strip,
};
pub use resource::{ResourceAt, resource_at};
pub use rows::{Row, Rows};
pub use scale::{Tick, TimeScale, ticks};
pub use state::{TaskState, lines_at, state_at};
pub use strip::{Step, Strip, level_at};
pub use stuck::axis_end;
pub use why::{InFront, WhyReady, why_ready};
pub use words::{
    sentence_for_block, sentence_for_edge, sentence_for_mark, sentence_for_pass, why_cancelled,
};
