//! What a timeline draws, and its axis.

use super::earlier::Earlier;
use super::{Choice, Cursor, State};
use crate::time::Instant;
use crate::timeline::{self, Rows};
use crate::trace::Moment;
use crate::web::run::Run;
use crate::web::visible_window::{PanZoom, VisibleWindow};

/// What a timeline draws.
pub(crate) struct Scene<'a> {
    pub(crate) run: &'a Run,
    pub(crate) rows: &'a Rows,
    pub(crate) visible_window: VisibleWindow,
    /// The end of the axis: the later end of the two runs.
    pub(crate) end: Instant,
    pub(crate) cursor: &'a Cursor,
    /// The reader's moment; `None` at the end.
    pub(crate) moment: Option<Moment>,
    /// The range that is looped.
    pub(crate) range: Option<(Instant, Instant)>,
    /// Whether the flow arrows of all tasks are drawn, not only of the selected one.
    pub(crate) all_flows: bool,
    /// The moments to look at, in the order of their numbers.
    pub(crate) spots: Vec<Instant>,
    /// Where the order of the run differs from the usual one, in order.
    pub(crate) choices: &'a [Choice],
}

impl Scene<'_> {
    /// Whether its axis has numbers or marks.
    pub(crate) fn is_marked(&self) -> bool {
        !self.spots.is_empty() || !self.choices.is_empty()
    }
}

impl State {
    /// What the timeline draws.
    pub(crate) fn scene(&self) -> Option<Scene<'_>> {
        Some(Scene {
            run: self.run.as_ref()?,
            rows: &self.timeline.rows,
            visible_window: self.timeline.visible_window,
            end: self.common_end(),
            cursor: &self.timeline.cursor,
            moment: self.playback.player.moment(),
            range: self.playback.player.range(),
            all_flows: self.display.all_flows,
            spots: self
                .spots()
                .iter()
                .filter_map(|spot| self.at_event(spot.seq))
                .collect(),
            choices: self.parting().map_or(&[], |parting| &parting.choices[1]),
        })
    }

    /// What the timeline of the earlier run draws, on the same axis.
    pub(crate) fn earlier_scene(&self) -> Option<Scene<'_>> {
        let Earlier {
            run, rows, cursor, ..
        } = self.earlier.as_ref()?;
        Some(Scene {
            run,
            rows,
            visible_window: self.timeline.visible_window,
            end: self.common_end(),
            cursor,
            moment: None,
            range: None,
            all_flows: false,
            spots: (self.order_difference().iter())
                .filter_map(|[earlier, _]| run.with_log(|log| log.get(earlier.seq)))
                .map(|event| event.at)
                .collect(),
            choices: self.parting().map_or(&[], |parting| &parting.choices[0]),
        })
    }

    /// The end of the axis: the later end of the two runs.
    pub(crate) fn common_end(&self) -> Instant {
        let earlier = self
            .earlier
            .as_ref()
            .map_or(Instant::ZERO, |earlier| axis_end(&earlier.run));
        self.run
            .as_ref()
            .map_or(earlier, |run| axis_end(run).max(earlier))
    }

    fn at_event(&self, seq: u64) -> Option<Instant> {
        let run = self.run.as_ref()?;
        run.with_log(|log| log.get(seq).map(|event| event.at))
    }

    /// Centres the visible window on a fraction of the run.
    pub(super) fn centred(&self, at: f64) -> PanZoom {
        let end = self.common_end();
        let seen = self.timeline.visible_window.scale(end, 1.0);
        let middle = end.as_micros() as f64 * at;
        let from = (middle - seen.span().as_micros() as f64 / 2.0).max(0.0) as u64;
        let from = Instant::from_micros(from);
        PanZoom::Show(from, from + seen.span())
    }
}

/// The end of a run's axis, with room for waits without an end.
fn axis_end(run: &Run) -> Instant {
    match run.is_growing() {
        true => run.now(),
        false => run.now().max(timeline::axis_end(&run.model)),
    }
}
