//! Showing a program that still runs: the page's own futures, or one whose recording is still written.

use super::{Attributes, State};
use crate::element_api::attributes;
use crate::recording::read_recording;
use crate::time::{Duration, Instant};
use crate::web::fragment::shorten;
use crate::web::page_log::{self, PageLogReader};
use crate::web::run::Run;
use crate::web::visible_window::{PanZoom, VisibleWindow};

/// The attribute that makes an element show the page's own futures, and says where.
pub(crate) const LIVE: &str = attributes::LIVE.name;
/// The problem with the value of that attribute, next to problems with the page's program.
const LIVE_PLACE: &str = "live-place";
/// How much of the end of a live run is visible.
const VISIBLE: Duration = Duration::from_secs(10);

impl State {
    /// Whether it shows the page's own futures.
    pub(crate) fn is_live(&self) -> bool {
        self.run.as_ref().is_some_and(Run::is_live)
    }

    /// Shows the page's own futures if the attribute `live` is set.
    pub(super) fn show_live(&mut self, attributes: Attributes) {
        let Some(place) = attributes(LIVE) else {
            return;
        };
        if !["", "corner"].contains(&&*place) {
            let place = shorten(&place);
            self.problems.set(
                LIVE_PLACE,
                format!("live can be corner or empty, not “{place}”. The timeline is here."),
            );
        }
        (self.next_run.is_due, self.src.is_due) = (false, false);
        self.problems.remove(LIVE);
        let opened = PageLogReader::open().unwrap_or_else(|| {
            Err("The attribute live shows the page’s own futures, and no program of this page records any yet: it has \
                 to call coroscope::web::live::begin()."
                .to_owned())
        });
        match opened {
            Ok(log) => {
                self.run = Some(Run::live(log));
                self.timeline.visible_window = VisibleWindow::following(VISIBLE);
            }
            Err(problem) => self.report_crash(problem),
        }
    }

    /// Says why the page's program can't be shown, and shows its last seconds before it crashed, if they were kept.
    pub(super) fn report_crash(&mut self, problem: String) {
        self.problems.set(LIVE, problem.clone());
        let kept = page_log::black_box();
        let kept = kept.and_then(|kept| read_recording(kept.as_bytes()).ok());
        if let Some(recording) = kept {
            self.run = Some(Run::crashed(recording.log, problem));
            self.timeline.visible_window = VisibleWindow::following(VISIBLE);
        }
    }

    /// Whether a program that still runs is shown.
    fn is_in_progress_elsewhere(&self) -> bool {
        let is_followed = self.run.as_ref().is_some_and(Run::is_followed);
        is_followed || self.is_live()
    }

    /// Shows a recording. One that is still written is followed at its end.
    pub(super) fn show_run_from_its_end(&mut self, run: Run) {
        if run.is_followed() {
            self.timeline.visible_window = VisibleWindow::following(VISIBLE);
        }
        self.run = Some(run);
    }

    /// Shows the whole of a recording whose program has ended, unless the reader is elsewhere.
    pub(super) fn end_following(&mut self) {
        self.timeline.visible_window.end_following();
    }

    /// In a live run, tasks that ended before this time have no row. Rounded to seconds, so that rows are not searched in
    /// each frame.
    pub(super) fn since(&self) -> Option<Instant> {
        self.is_in_progress_elsewhere().then(|| {
            let from = self.timeline.visible_window.scale(self.end(), 1.0).from();
            Instant::from_micros(from.as_micros() / 1_000_000 * 1_000_000)
        })
    }

    /// Follows a live run again when the playhead is back at the end.
    pub(super) fn follow(&mut self) {
        if self.is_in_progress_elsewhere() && self.playback.player.moment().is_none() {
            self.timeline.visible_window.apply(PanZoom::Fit, self.end());
        }
    }
}
