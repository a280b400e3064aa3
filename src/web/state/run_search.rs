//! The search for other orders of what the element is about: a lesson or a script.

use crate::lessons::OrderSearch;
use crate::web::dom::milliseconds;
use crate::web::reader_script::order_search::ScriptSearch;
use coroscope_explore::{Exploration, Search};

/// Milliseconds per frame for the runs of a lesson. The page has the rest.
const BUDGET: f64 = 9.0;

/// A search for other orders.
pub(crate) enum RunSearch {
    /// Of a lesson, whose runs are made in the page.
    Lesson(OrderSearch),
    /// Of a script, whose runs are made by workers.
    Script(Box<ScriptSearch>),
}

impl RunSearch {
    /// Continues within the frame's budget. False if it is over.
    pub(super) fn advance(&mut self) -> bool {
        let now = milliseconds();
        match self {
            RunSearch::Script(search) => search.step(now),
            RunSearch::Lesson(search) => {
                while search.step() {
                    if milliseconds() > now + BUDGET {
                        return true;
                    }
                }
                false
            }
        }
    }

    fn search(&self) -> &Search {
        match self {
            RunSearch::Lesson(search) => search.search(),
            RunSearch::Script(search) => search.search(),
        }
    }

    /// What was found so far.
    pub(crate) fn found(&self) -> &Exploration {
        self.search().found()
    }

    /// The most schedules that it tries.
    pub(crate) fn most(&self) -> usize {
        self.search().most()
    }

    /// Whether schedules are still tried, not only shortened.
    pub(crate) fn is_trying(&self) -> bool {
        self.failure().is_none() && self.search().is_trying()
    }

    /// Whether it is over.
    pub(crate) fn is_over(&self) -> bool {
        self.failure().is_some() || self.search().is_over()
    }

    /// Whether the whole search has found one outcome only.
    pub(super) fn holds(&self) -> bool {
        match self {
            RunSearch::Lesson(search) => search.holds(),
            RunSearch::Script(_) => false,
        }
    }

    /// Why it can't be made, if so.
    pub(crate) fn failure(&self) -> Option<&str> {
        match self {
            RunSearch::Lesson(_) => None,
            RunSearch::Script(search) => search.failure(),
        }
    }

    /// Tries no more schedules.
    pub(super) fn stop(&mut self) {
        match self {
            RunSearch::Lesson(search) => search.stop(),
            RunSearch::Script(search) => search.stop(),
        }
    }
}
