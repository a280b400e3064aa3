//! Exploring a run: moving the playhead, zooming, selecting.

use super::findings::Search;
use super::{Cursor, State, Tab};
use crate::player::{Direction, PlayerMessage, Tape};
use crate::time::Instant;
use crate::timeline::{Filter, Overview, Rows, next_at_line};
use crate::trace::{Moment, TaskId};
use crate::web::fragment::shorten;
use crate::web::message::{TimelineMessage, ViewMessage};
use crate::web::run::{Clock, Run};
use crate::web::visible_window::VisibleWindow;
use core::time::Duration;

/// A moment in an address: a time such as `350000us`, or `e57`, the moment after that event. On the virtual clock,
/// event numbers are the same in each run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MomentRef {
    /// A time.
    Time(Instant),
    /// After an event.
    Event(u64),
}

impl MomentRef {
    /// Parses it.
    ///
    /// # Errors
    /// A sentence with the valid forms.
    pub(crate) fn read(text: &str) -> Result<MomentRef, String> {
        let number = |digits: &str| digits.parse::<u64>().ok();
        let read = match text.strip_prefix('e') {
            Some(event) => number(event).map(MomentRef::Event),
            None => {
                let units = [("us", 1), ("ms", 1_000), ("s", 1_000_000)];
                let mut read = units.iter().filter_map(|(unit, micros)| {
                    let value = number(text.strip_suffix(unit)?)?;
                    Some(MomentRef::Time(Instant::from_micros(
                        value.checked_mul(*micros)?,
                    )))
                });
                read.next()
            }
        };
        read.ok_or_else(|| {
            let text = shorten(text);
            format!(
                "“{text}” is not a moment: at can be a time, such as 350ms, or an event, such as e57."
            )
        })
    }

    /// Its form in an address.
    pub(crate) fn write(self) -> String {
        match self {
            MomentRef::Time(at) => format!("{}us", at.as_micros()),
            MomentRef::Event(seq) => format!("e{seq}"),
        }
    }
}

impl State {
    /// Resets everything that belongs to the last run.
    pub(super) fn reset_exploration(&mut self) {
        self.cursor = Cursor::default();
        self.visible_window = VisibleWindow::default();
        self.player = self.player.at_the_end();
        self.rows = Rows::default();
        self.filter = Filter::default();
        self.findings.clear();
        self.search = Search::default();
        self.overview = Overview::default();
    }

    /// The time that the run has reached.
    pub(crate) fn end(&self) -> Instant {
        self.run.as_ref().map_or(Instant::ZERO, Run::now)
    }

    /// The reader's moment for an address; `None` at the end.
    pub(super) fn here(&self) -> Option<MomentRef> {
        self.moment_ref(self.player.moment()?)
    }

    /// A moment for an address; `None` if no address can lead to the run.
    pub(super) fn moment_ref(&self, moment: Moment) -> Option<MomentRef> {
        Some(match self.run.as_ref()?.clock()? {
            Clock::Virtual => MomentRef::Event(moment.seq),
            Clock::Real => MomentRef::Time(moment.at),
        })
    }

    /// Handles a message for the player.
    pub(super) fn play(&mut self, message: PlayerMessage) {
        let Some(run) = &mut self.run else { return };
        let at_its_edge = self.player.moment().is_none();
        if run.can_pause() && at_its_edge {
            match message {
                PlayerMessage::Toggle => return run.paused = !run.paused,
                PlayerMessage::Event(Direction::Forward)
                | PlayerMessage::Poll(Direction::Forward) => return run.step(),
                _ => {}
            }
        }
        let grows = run.is_growing();
        let player = &mut self.player;
        run.with_view(|run| player.update(message, Tape { run, grows }));
        if let Some(moment) = self.player.moment() {
            let end = self.end();
            if self.run.as_ref().is_some_and(Run::is_growing) {
                self.visible_window.freeze(end);
            }
            self.visible_window.reveal(moment.at, end);
        }
        self.follow();
    }

    /// Advances the player by this many milliseconds.
    pub(super) fn play_on(&mut self, milliseconds: f64) {
        if self.requested.is_some() && self.run.as_ref().is_some_and(|run| !run.is_growing()) {
            self.go_to_requested();
        }
        if self.player.is_playing() {
            let passed = Duration::from_micros((milliseconds.clamp(0.0, 250.0) * 1000.0) as u64);
            self.play(PlayerMessage::Tick(passed));
        }
    }

    /// Goes to the requested moment once the run has ended.
    pub(super) fn go_to_requested(&mut self) {
        if self.run_due || self.run.as_ref().is_none_or(Run::is_growing) {
            return;
        }
        match self.requested.take() {
            Some(MomentRef::Time(at)) => self.play(PlayerMessage::Seek(at.min(self.end()))),
            Some(MomentRef::Event(seq)) => self.play(PlayerMessage::After(seq)),
            None => {}
        }
    }

    /// Goes to a moment, now or once the run has ended. Ignores text that is not a moment.
    pub(super) fn seek(&mut self, at: &str) {
        if let Ok(moment) = MomentRef::read(at) {
            self.requested = Some(moment);
            self.go_to_requested();
        }
    }

    pub(super) fn view_message(&mut self, message: ViewMessage) {
        match message {
            ViewMessage::ToggleCollapsed => self.collapsed = !self.collapsed,
            ViewMessage::Tab(tab) => self.tab = tab,
            ViewMessage::Language(language) => self.language = language,
            ViewMessage::GoToLine(line) => self.go_to_line(line),
            ViewMessage::Find(name) => self.filter.name = name,
            ViewMessage::FindState(states) => self.filter.states = states,
            ViewMessage::CentreOn(part) => {
                let (pan_zoom, end) = (self.centred(part), self.common_end());
                self.visible_window.apply(pan_zoom, end);
            }
        }
    }

    pub(super) fn timeline_message(&mut self, message: TimelineMessage) {
        let end = self.common_end();
        match message {
            TimelineMessage::Pointer(at) => self.cursor.point(at),
            TimelineMessage::PointAtPart(part, at) => self.cursor.point_at_part(part, at),
            TimelineMessage::Move(to) => {
                if let Some(run) = &self.run {
                    self.cursor.go(to, &run.model, &self.rows);
                    self.reveal_selected();
                }
            }
            TimelineMessage::Select(focus) => {
                self.cursor.select(focus);
                if focus.is_some() {
                    self.tab = Tab::Details;
                }
            }
            TimelineMessage::Fold(task) => self.fold(task),
            TimelineMessage::FoldSelected => {
                if let Some((task, _)) = self.cursor.focus {
                    self.fold(task);
                }
            }
            TimelineMessage::ToggleAllFlows => self.all_flows = !self.all_flows,
            TimelineMessage::PanZoom(change) => self.visible_window.apply(change, end),
            TimelineMessage::Play(message) => self.play(message),
            TimelineMessage::PlayFromSelection => {
                if let Some((from, _)) = self.selected_range() {
                    self.play(PlayerMessage::Seek(from));
                }
            }
            TimelineMessage::Scrub(part) => {
                let at = self.visible_window.scale(end, 1.0).at(part);
                self.play(PlayerMessage::Seek(at));
            }
            TimelineMessage::MarkRange(from, to) => {
                let scale = self.visible_window.scale(end, 1.0);
                let range = (scale.at(from), scale.at(to));
                self.play(PlayerMessage::Range(Some(range)));
            }
            // The app has handled the first two; the next frame draws the viewport.
            TimelineMessage::Click(..)
            | TimelineMessage::ScrollRows(_)
            | TimelineMessage::ViewportChanged => {}
        }
    }

    /// Handles a message from the timeline of the earlier run, which has no player and no folding.
    pub(super) fn earlier_message(&mut self, message: TimelineMessage) {
        match message {
            TimelineMessage::Pointer(at) => self.earlier_cursor.point(at),
            TimelineMessage::PointAtPart(part, at) => self.earlier_cursor.point_at_part(part, at),
            TimelineMessage::Move(to) => {
                if let Some((run, rows)) = &self.earlier {
                    self.earlier_cursor.go(to, &run.model, rows);
                }
            }
            TimelineMessage::Select(focus) => self.earlier_cursor.select(focus),
            TimelineMessage::PanZoom(change) => {
                let end = self.common_end();
                self.visible_window.apply(change, end);
            }
            TimelineMessage::Fold(_)
            | TimelineMessage::FoldSelected
            | TimelineMessage::ToggleAllFlows
            | TimelineMessage::Play(_)
            | TimelineMessage::PlayFromSelection
            | TimelineMessage::Scrub(_)
            | TimelineMessage::MarkRange(..)
            | TimelineMessage::Click(..)
            | TimelineMessage::ScrollRows(_)
            | TimelineMessage::ViewportChanged => {}
        }
    }

    /// Folds the child tasks of a task, or unfolds them.
    fn fold(&mut self, task: TaskId) {
        let away = !self.rows.is_folded(task);
        self.rows.fold(task, away);
    }

    /// Runs one pass of the loop, in a new run if none is in progress.
    pub(super) fn step(&mut self) {
        let can_step = self.can_step();
        match self.run.as_mut().filter(|run| run.can_pause()) {
            Some(run) => run.step(),
            None => (self.run_due, self.start_paused) = (can_step, can_step),
        }
    }

    /// Whether a pass of the loop can be run, in the current run or in a new one.
    pub(crate) fn can_step(&self) -> bool {
        let is_running = self.run.as_ref().is_some_and(Run::can_pause);
        is_running || (self.clock == Clock::Virtual && !self.is_script() && !self.is_live())
    }

    /// Selects the next span that began at a line of the program, after the selected one; wraps around after the last.
    fn go_to_line(&mut self, line: u32) {
        let Some(run) = &self.run else { return };
        let selected = (self.cursor.focus)
            .and_then(|(task, span)| run.model.task(task)?.spans.get(span))
            .map_or(0, |span| span.seq);
        let file = self.subject.file();
        let next = run.with_view(|view| next_at_line(view, file, line, selected));
        if next.is_some() {
            self.cursor.select(next);
            self.reveal_selected();
        }
    }

    /// Pans to make the selected span visible, its start if there is no room for all of it.
    fn reveal_selected(&mut self) {
        if let Some((from, to)) = self.selected_range() {
            let end = self.common_end();
            self.visible_window.reveal(to.max(from), end);
            self.visible_window.reveal(from, end);
        }
    }

    /// The start and end of the selected span.
    pub(crate) fn selected_range(&self) -> Option<(Instant, Instant)> {
        let (task, span) = self.cursor.focus?;
        let span = self.run.as_ref()?.model.task(task)?.spans.get(span)?;
        Some((span.from, span.to.unwrap_or(self.end())))
    }

    /// The moment whose state is shown: the reader's moment, or the last one of a run in progress; else `None`.
    pub(crate) fn moment(&self) -> Option<Moment> {
        let run = self.run.as_ref()?;
        match self.player.moment() {
            None if run.is_growing() => run.with_log(Moment::last),
            moment => moment,
        }
    }
}
