//! Tries other schedules of a program on the virtual clock, and finds those that change its outcome.
//!
//! A run shows what happened. This shows what else may happen: an answer from outside arrives sooner or later, a sleep is
//! late, timers that are due together fire in another order, a request fails, a task is cancelled at one of its awaits. What
//! asyncio promises never varies: the order of the ready queue, and the fairness of locks and queues.
//!
//! [`Explorer`] searches; [`explore`] is for tests.

mod difference;
mod exploration;
mod explorer;
mod in_test;
mod limits;
mod lines;
mod orders;
mod outcome;
#[cfg(feature = "pictures")]
mod pictures;
mod player;
mod priorities;
mod quiet;
mod run;
mod schedule;
mod search;
mod strategy;
#[cfg(test)]
mod tests;
mod trial;
mod tried;

pub use difference::{Difference, first_difference};
pub use exploration::{Exploration, Found};
pub use explorer::{ANSWER_TIMES, DEFAULT_DEVIATIONS, DEFAULT_SCHEDULES, Explorer};
pub use in_test::{SEED_VARIABLE, explore};
pub use lines::Lines;
pub use outcome::{Ending, Outcome};
#[cfg(feature = "pictures")]
pub use pictures::draw_both;
pub use schedule::{Deviation, Schedule, ScheduleError};
pub use search::Search;
pub use strategy::{Strategy, StrategyError};
pub use trial::Trial;
pub use tried::Tried;
