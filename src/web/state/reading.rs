//! Reading a run: moving through it, zooming, selecting.

use super::State;
use super::findings::Search;
use crate::player::{Direction, PlayerMessage, Tape};
use crate::time::Instant;
use crate::timeline::{self, Filter, Overview, Rows, next_at_line};
use crate::trace::Moment;
use crate::web::app::Message;
use crate::web::fragment::shorten;
use crate::web::run::{Clock, Run};
use crate::web::sight::Sight;
use crate::web::view::Tab;
use crate::web::view::minimap::centred;
use crate::web::view::sheet::{Cursor, Scene};
use core::time::Duration;

/// A moment as an address has it: `350000us`, or `e57`, the moment after the event with that number, which
/// on the virtual clock is the same in each run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// A time.
    At(Instant),
    /// After an event.
    After(u64),
}

impl Wanted {
    /// Reads it.
    ///
    /// # Errors
    /// A sentence that names what can't be read.
    pub(crate) fn read(text: &str) -> Result<Wanted, String> {
        let number = |digits: &str| digits.parse::<u64>().ok();
        let read = match text.strip_prefix('e') {
            Some(event) => number(event).map(Wanted::After),
            None => {
                let units = [("us", 1), ("ms", 1_000), ("s", 1_000_000)];
                let mut read = units.iter().filter_map(|(unit, micros)| {
                    let value = number(text.strip_suffix(unit)?)?;
                    Some(Wanted::At(Instant::from_micros(
                        value.checked_mul(*micros)?,
                    )))
                });
                read.next()
            }
        };
        read.ok_or_else(|| {
            let text = shorten(text);
            format!(
                "“{text}” is no moment; at can be a time, such as 350ms, or an event, such as e57."
            )
        })
    }

    /// As it stands in an address.
    pub(crate) fn write(self) -> String {
        match self {
            Wanted::At(at) => format!("{}us", at.as_micros()),
            Wanted::After(seq) => format!("e{seq}"),
        }
    }
}

impl State {
    /// Forgets where the reader was in another run.
    pub(super) fn begin_reading(&mut self) {
        self.cursor = Cursor::default();
        self.sight = Sight::default();
        self.player = self.player.at_the_end();
        self.rows = Rows::default();
        self.filter = Filter::default();
        self.findings.clear();
        self.search = Search::default();
        self.overview = Overview::default();
    }

    /// How far the run has got.
    pub(crate) fn end(&self) -> Instant {
        self.run.as_ref().map_or(Instant::ZERO, Run::now)
    }

    /// Where the reader is, as an address says it; none at the end.
    pub(super) fn here(&self) -> Option<Wanted> {
        self.wanted_at(self.player.moment()?)
    }

    /// A moment of the run as an address says it; none where no address leads to the run again.
    pub(super) fn wanted_at(&self, moment: Moment) -> Option<Wanted> {
        Some(match self.run.as_ref()?.clock()? {
            Clock::Virtual => Wanted::After(moment.seq),
            Clock::Real => Wanted::At(moment.at),
        })
    }

    /// Moves the reader.
    pub(super) fn play(&mut self, message: PlayerMessage) {
        let Some(run) = &mut self.run else { return };
        let at_its_edge = self.player.moment().is_none();
        if run.can_be_held() && at_its_edge {
            match message {
                PlayerMessage::Toggle => return run.held = !run.held,
                PlayerMessage::Event(Direction::Forward)
                | PlayerMessage::Poll(Direction::Forward) => return run.step(),
                _ => {}
            }
        }
        let (grows, model) = (run.is_growing(), &run.model);
        let player = &mut self.player;
        run.with_log(|log| player.update(message, Tape { log, model, grows }));
        if let Some(moment) = self.player.moment() {
            let end = self.end();
            if self.run.as_ref().is_some_and(Run::is_growing) {
                self.sight.hold(end);
            }
            self.sight.reveal(moment.at, end);
        }
        self.follow();
    }

    /// Lets so many milliseconds pass for the player.
    pub(super) fn play_on(&mut self, milliseconds: f64) {
        if self.wanted.is_some() && self.run.as_ref().is_some_and(|run| !run.is_growing()) {
            self.go_where_wanted();
        }
        if self.player.is_playing() {
            let passed = Duration::from_micros((milliseconds.clamp(0.0, 250.0) * 1000.0) as u64);
            self.play(PlayerMessage::Tick(passed));
        }
    }

    /// Goes to the moment that the address asks for, when the run has been there.
    pub(super) fn go_where_wanted(&mut self) {
        if self.due || self.run.as_ref().is_none_or(Run::is_growing) {
            return;
        }
        match self.wanted.take() {
            Some(Wanted::At(at)) => self.play(PlayerMessage::Seek(at.min(self.end()))),
            Some(Wanted::After(seq)) => self.play(PlayerMessage::After(seq)),
            None => {}
        }
    }

    /// Goes to a moment, now or when the run has been there. What is none is passed over.
    pub(super) fn seek(&mut self, at: &str) {
        if let Ok(wanted) = Wanted::read(at) {
            self.wanted = Some(wanted);
            self.go_where_wanted();
        }
    }

    /// Does what a message says that only moves the reader.
    pub(super) fn read(&mut self, message: Message) {
        let end = self.common_end();
        match message {
            Message::Pointer(at) => self.cursor.point(at),
            Message::PointBeside(part, at) => self.cursor.point_beside(part, at),
            Message::OnKept(message) => match *message {
                Message::Pointer(at) => self.kept_cursor.point(at),
                Message::PointBeside(part, at) => self.kept_cursor.point_beside(part, at),
                Message::Select(focus) => self.kept_cursor.select(focus),
                Message::Look(how) => self.sight.look(how, end),
                Message::Move(to) => {
                    if let Some((run, rows)) = &self.kept {
                        self.kept_cursor.go(to, &run.model, rows);
                    }
                }
                _ => {}
            },
            Message::Move(to) => {
                if let Some(run) = &self.run {
                    self.cursor.go(to, &run.model, &self.rows);
                    self.show_selected();
                }
            }
            Message::Fold(task) => {
                let away = !self.rows.is_folded(task);
                self.rows.fold(task, away);
            }
            Message::FoldSelected => {
                if let Some((task, _)) = self.cursor.focus {
                    self.read(Message::Fold(task));
                }
            }
            Message::GoToFinding(number) => self.go_to_finding(number),
            Message::ShowFirstFinding => self.show_first_finding(),
            Message::GoToLine(line) => self.go_to_line(line),
            Message::CentreOn(part) => {
                let look = centred(self, part);
                self.sight.look(look, end);
            }
            Message::Find(name) => self.filter.name = name,
            Message::FindState(states) => self.filter.states = states,
            Message::AllEdges => self.all_edges = !self.all_edges,
            Message::Play(message) => self.play(message),
            Message::PlayFromHere => {
                if let Some((from, _)) = self.selected_range() {
                    self.play(PlayerMessage::Seek(from));
                }
            }
            Message::Step => self.step(),
            Message::Look(how) => self.sight.look(how, end),
            Message::Select(focus) => {
                self.cursor.select(focus);
                if focus.is_some() {
                    self.tab = Tab::Details;
                }
            }
            Message::Scrub(part) => {
                let at = self.sight.scale(end, 1.0).at(part);
                self.play(PlayerMessage::Seek(at));
            }
            Message::MarkRange(from, to) => {
                let scale = self.sight.scale(end, 1.0);
                let range = (scale.at(from), scale.at(to));
                self.play(PlayerMessage::Range(Some(range)));
            }
            _ => {}
        }
    }

    /// What the timeline shows.
    pub(crate) fn scene(&self) -> Option<Scene<'_>> {
        Some(Scene {
            run: self.run.as_ref()?,
            rows: &self.rows,
            sight: self.sight,
            end: self.common_end(),
            cursor: &self.cursor,
            moment: self.player.moment(),
            range: self.player.range(),
            all_edges: self.all_edges,
        })
    }

    /// What the timeline of the kept run shows, on the same axis.
    pub(crate) fn kept_scene(&self) -> Option<Scene<'_>> {
        let (run, rows) = self.kept.as_ref()?;
        Some(Scene {
            run,
            rows,
            sight: self.sight,
            end: self.common_end(),
            cursor: &self.kept_cursor,
            moment: None,
            range: None,
            all_edges: false,
        })
    }

    /// The end of the axis: of two runs, the later end.
    pub(crate) fn common_end(&self) -> Instant {
        let kept = self
            .kept
            .as_ref()
            .map_or(Instant::ZERO, |(run, _)| axis_end(run));
        self.run
            .as_ref()
            .map_or(kept, |run| axis_end(run).max(kept))
    }

    /// Runs one pass of the loop, which is the first of a new run where none goes on.
    fn step(&mut self) {
        let can_step = self.can_step();
        match self.run.as_mut().filter(|run| run.can_be_held()) {
            Some(run) => run.step(),
            None => (self.due, self.begin_held) = (can_step, can_step),
        }
    }

    /// Whether the loop can be run pass by pass: the run that goes on, or one that begins with it.
    pub(crate) fn can_step(&self) -> bool {
        let goes_on = self.run.as_ref().is_some_and(Run::can_be_held);
        goes_on || (self.clock == Clock::Virtual && !self.is_script() && !self.is_live())
    }

    /// Selects what happened at a line of the program: the next after what is selected, around again after
    /// the last.
    fn go_to_line(&mut self, line: u32) {
        let Some(run) = &self.run else { return };
        let selected = (self.cursor.focus)
            .and_then(|(task, span)| run.model.task(task)?.spans.get(span))
            .map_or(0, |span| span.seq);
        let file = self.lesson.program.file;
        let next = run.with_log(|log| next_at_line(&run.model, log, file, line, selected));
        if next.is_some() {
            self.cursor.select(next);
            self.show_selected();
        }
    }

    /// Moves just as far as it takes for what is selected to be in sight, its beginning above all.
    fn show_selected(&mut self) {
        if let Some((from, to)) = self.selected_range() {
            let end = self.common_end();
            self.sight.reveal(to.max(from), end);
            self.sight.reveal(from, end);
        }
    }

    /// When what is selected began and ended.
    pub(crate) fn selected_range(&self) -> Option<(Instant, Instant)> {
        let (task, span) = self.cursor.focus?;
        let span = self.run.as_ref()?.model.task(task)?.spans.get(span)?;
        Some((span.from, span.to.unwrap_or(self.end())))
    }

    /// The moment whose state is told: the reader's; along with a run, its last; else none.
    pub(crate) fn moment(&self) -> Option<Moment> {
        let run = self.run.as_ref()?;
        match self.player.moment() {
            None if run.is_growing() => run.with_log(Moment::last),
            moment => moment,
        }
    }
}

/// How far a run has got; where it is over and would have waited forever, with the room for those waits.
fn axis_end(run: &Run) -> Instant {
    match run.is_growing() {
        true => run.now(),
        false => run.now().max(timeline::axis_end(&run.model)),
    }
}
