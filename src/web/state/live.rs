//! What a page's own program does, in place of a lesson's run.

use super::{Attributes, State};
use crate::runtime::Handle;
use crate::time::{Duration, Instant};
use crate::web::live::LIVE;
use crate::web::run::Run;
use crate::web::sight::{Look, Sight};

/// How much of the last is in sight by itself.
const IN_SIGHT: Duration = Duration::from_secs(10);

impl State {
    /// Whether it shows what the page's own program does.
    pub(crate) fn is_live(&self) -> bool {
        self.run.as_ref().is_some_and(Run::is_of_page)
    }

    /// Shows the page's own program where the attribute says so.
    pub(super) fn look_at_page(&mut self, attributes: Attributes) {
        if attributes(LIVE).is_none() {
            return;
        }
        (self.due, self.fetch_due) = (false, false);
        match Handle::ambient() {
            Some(page) => {
                self.run = Some(Run::of_page(page));
                self.sight = Sight::following(IN_SIGHT);
            }
            None => {
                let problem = "live shows what the page’s own program does, and this page has begun none: \
                     it is begun by coroscope::web::live::begin() in the same module.";
                self.problems.insert(LIVE, problem.to_owned());
            }
        }
    }

    /// Of a run without an end, tasks that ended before what is in sight have no row. In whole seconds, so that rows
    /// are not looked for in each frame.
    pub(super) fn since(&self) -> Option<Instant> {
        self.is_live().then(|| {
            let from = self.sight.scale(self.end(), 1.0).from();
            Instant::from_micros(from.as_micros() / 1_000_000 * 1_000_000)
        })
    }

    /// Follows a page's own program again when the reader is back at its end.
    pub(super) fn follow(&mut self) {
        if self.is_live() && self.player.moment().is_none() {
            self.sight.look(Look::Fit, self.end());
        }
    }
}
