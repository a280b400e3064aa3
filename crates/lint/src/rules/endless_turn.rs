//! Rule: a task has not returned to the loop for a long time.
//!
//! The engine reports it while the poll lasts, since the program can't; and a log that ends in a poll of at least [`LONG`]
//! shows it. Of several reports about one poll, the last counts. A poll that has [blocked](super::blocked) the loop has
//! one finding: this one while it lasts, that one after it has ended.

use crate::{Advice, Finding, FindingKind, LintContext, Rule};
use coroscope_trace::time::{Duration, Instant, human, ms};
use coroscope_trace::track::{Span, TaskTrack};
use coroscope_trace::{PlaceId, TaskId, TaskState, Warning};
use coroscope_wording::{text, tr};

impl FindingKind {
    /// A task has not returned to the loop for a long time.
    pub const ENDLESS_TURN: FindingKind = FindingKind::new("endless-turn");
}

/// Minimum length of an open poll.
const LONG: Duration = ms(1000);

const ADVICE: Advice = Advice {
    python: text!(
        "Await something in the loop, at least asyncio.sleep(0), and make sure that it ends; run long work with \
         asyncio.to_thread()."
    ),
    rust: text!(
        "Await something in the loop, at least yield_now(), and make sure that it ends; move long work to a worker."
    ),
};

/// What a task did at a place when its poll began.
#[derive(Clone, Copy)]
enum Beginning {
    Continued,
    Started,
}

/// A poll that does not end.
struct EndlessPoll {
    task: Option<TaskId>,
    /// The event that began the poll.
    poll: u64,
    from: Instant,
    until: Instant,
    lasted: String,
    place: Option<PlaceId>,
    /// What the task did there, if known.
    there: Option<Beginning>,
    is_over: bool,
}

#[derive(Default)]
pub(super) struct EndlessTurn;

impl Rule for EndlessTurn {
    fn kind(&self) -> FindingKind {
        FindingKind::ENDLESS_TURN
    }

    fn report(self: Box<Self>, cx: &LintContext, found: &mut Vec<Finding>) {
        let mut all: Vec<EndlessPoll> = Vec::new();
        for warned in &cx.run.model.warnings {
            if warned.warning != Warning::EndlessTurn {
                continue;
            }
            let track = warned.task.and_then(|task| cx.run.model.task(task));
            let span = track.and_then(|track| track.span_at_seq(warned.seq));
            let has_ended = span.is_some_and(|span| span.to.is_some());
            let is_known = |span: &Span| {
                let mut blocked = found.iter().filter(|it| it.kind == FindingKind::BLOCKED);
                blocked.any(|it| it.at == span.from && it.tasks.first() == warned.task.as_ref())
            };
            if has_ended && span.as_ref().is_some_and(is_known) {
                continue;
            }
            let poll = span.map_or(warned.seq, |span| span.seq);
            all.retain(|other| other.task != warned.task || other.poll != poll);
            all.push(EndlessPoll {
                task: warned.task,
                poll,
                from: span.map_or(warned.at, |span| span.from),
                until: warned.at,
                lasted: cx.run.log.text(warned.subject).to_owned(),
                place: warned.place,
                there: how_it_began(track, span, warned.place),
                is_over: has_ended,
            });
        }
        let now = cx.run.model.now();
        for track in cx.run.model.tasks() {
            let Some(span) = open_poll(track).filter(|span| now - span.from >= LONG) else {
                continue;
            };
            let place = span.waited.map(|waited| waited.place).or(track.place);
            if all
                .iter()
                .all(|other| other.task != Some(track.id) || other.poll != span.seq)
            {
                all.push(EndlessPoll {
                    task: Some(track.id),
                    poll: span.seq,
                    from: span.from,
                    until: now,
                    lasted: human(now - span.from),
                    place,
                    there: how_it_began(Some(track), Some(span), place),
                    is_over: false,
                });
            }
        }
        found.retain(|blocked| {
            let is_it = |it: &EndlessPoll| !it.is_over && it.from == blocked.at;
            let is_its = |it: &EndlessPoll| blocked.tasks.first() == it.task.as_ref();
            blocked.kind != FindingKind::BLOCKED || !all.iter().any(|it| is_it(it) && is_its(it))
        });
        let polls = all.into_iter().take(cx.options.max_per_kind);
        found.extend(polls.map(|endless| report(cx, endless)));
    }
}

/// The poll that was running at the end of the log.
fn open_poll(track: &TaskTrack) -> Option<Span> {
    let is_open = |span: &Span| span.state == TaskState::Running && span.to.is_none();
    track
        .spans
        .last()
        .filter(|span| is_open(span) && track.is_task())
}

/// What a task did at a place when its poll began: it continued where it had waited, or started where it was spawned.
/// Where it is now is unknown.
fn how_it_began(
    track: Option<&TaskTrack>,
    poll: Option<Span>,
    place: Option<PlaceId>,
) -> Option<Beginning> {
    let (place, waited) = (place?, poll?.waited.map(|waited| waited.place));
    let spawned = track.and_then(|track| track.place);
    match waited {
        Some(waited) => (waited == place).then_some(Beginning::Continued),
        None => (spawned == Some(place)).then_some(Beginning::Started),
    }
}

fn report(cx: &LintContext, endless: EndlessPoll) -> Finding {
    let name = match endless.task {
        Some(task) => cx.names.task(task),
        None => tr!("The program").into(),
    };
    let (lasted, line) = (endless.lasted, cx.names.in_lines(endless.place.as_slice()));
    let (title, what, rest) = match endless.is_over {
        true => (
            tr!("Did not return to the loop for {lasted}", lasted),
            tr!(
                "{name} did not return to the loop for {lasted}.",
                name,
                lasted
            ),
            tr!("Until it did, no other task could run and no timer could fire."),
        ),
        false => (
            tr!("Has not returned to the loop for {lasted}", lasted),
            tr!(
                "{name} has not returned to the loop for {lasted}.",
                name,
                lasted
            ),
            tr!("Until it does, no other task can run and no timer can fire."),
        ),
    };
    let there = endless.there.filter(|_| !line.is_empty());
    let sentence = match there.map(|there| match there {
        Beginning::Continued => tr!("It continued{line}.", line),
        Beginning::Started => tr!("It started{line}.", line),
    }) {
        Some(there) => format!("{what} {there} {rest}"),
        None => format!("{what} {rest}"),
    };
    Finding {
        kind: FindingKind::ENDLESS_TURN,
        at: endless.from,
        until: endless.until,
        tasks: endless.task.into_iter().collect(),
        victims: Vec::new(),
        places: endless.place.into_iter().collect(),
        resource: None,
        title,
        sentence,
        advice: cx.advice(ADVICE),
    }
}
