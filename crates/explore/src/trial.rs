//! A run that the caller makes, for programs that are no Rust futures.

use crate::limits::Limits;
use crate::outcome::{Ending, Outcome};
use crate::player::Player;
use crate::{Strategy, Tried};
use coroscope_runtime::runtime::Choices;
use std::rc::Rc;

/// The choices of one run that the caller makes, for programs that are no Rust futures.
/// [`Explorer::trial`](crate::Explorer::trial) begins one.
///
/// # Examples
/// ```
/// use coroscope::explore::{Ending, Explorer, Strategy};
/// use coroscope::{Runtime, gather, print, sleep, time::ms};
/// let trial = Explorer::new().trial(Strategy::Follow("0:1".parse().unwrap()));
/// let runtime = Runtime::virtual_clock();
/// runtime.set_choices(trial.choices());
/// let wait = |n| async move {
///     sleep(ms(n)).await;
///     print(n.to_string());
///     Ok(())
/// };
/// runtime.block_on(async move { gather([wait(1), wait(2)]).await }).unwrap();
/// let tried = trial.end(Ending::Returned(String::new()), Vec::new());
/// assert_eq!(tried.outcome.printed, ["2", "1"]);
/// ```
#[derive(Clone)]
#[must_use = "a trial that is not ended has no result"]
pub struct Trial {
    player: Rc<Player>,
    limits: Rc<Limits>,
}

impl Trial {
    pub(crate) fn new(strategy: Strategy, limits: Rc<Limits>) -> Trial {
        Trial {
            player: Rc::new(Player::new(strategy, limits.clone())),
            limits,
        }
    }

    /// What the runtime of this run asks.
    pub fn choices(&self) -> Rc<dyn Choices> {
        self.player.clone()
    }

    /// The run has ended in this way, with these findings.
    pub fn end(&self, result: Ending, findings: Vec<String>) -> Tried {
        self.player.tried(Outcome {
            result,
            printed: self.limits.lines.that_count(self.player.take_printed()),
            findings,
        })
    }
}
