//! Rule: one poll took so long that others had to wait.
//!
//! A poll can't be interrupted. While one lasts, no other task runs, no timer fires, and a page whose thread it is
//! neither paints nor answers. Silent about polls that are not longer than [`Options::blocked`](super::Options::blocked), about a
//! script whose long poll made no task wait (it has a thread of its own), and about what a
//! [busy machine](super::noise) may have brought about.

use super::groups::{Group, Groups};
use super::language::Language;
use super::noise::Noise;
use super::polls::Poll;
use super::victims::{self, Victim};
use super::{Advice, Finding, Kind, Run};
use crate::time::human;
use crate::trace::PlaceId;
use rustc_hash::FxHashSet;

const ADVICE: Advice = Advice {
    python: "Use await asyncio.sleep() instead of time.sleep(), an asynchronous library instead of a blocking one, \
             or asyncio.to_thread(). Put await asyncio.sleep(0) between the parts of a long computation.",
    rust: "Do the work in smaller parts and give the others a turn between them (yield_now().await), or leave it \
           to a worker.",
};

/// Between which lines.
type Lines = (Option<PlaceId>, Option<PlaceId>);

/// The long polls. What runs before and after the same wait of a loop is one thing.
pub(super) struct LongPolls {
    polls: Vec<Poll>,
    /// Where tasks were spawned that had a long poll from a line to the same, and that line.
    loops: FxHashSet<(Option<PlaceId>, PlaceId)>,
}

impl LongPolls {
    pub(super) fn new() -> LongPolls {
        LongPolls {
            polls: Vec::new(),
            loops: FxHashSet::default(),
        }
    }

    pub(super) fn see(&mut self, run: &Run, noise: &Noise, poll: Poll) {
        if poll.to - poll.from <= noise.limit(run.options.blocked) {
            return;
        }
        if let Some(line) = poll.before.filter(|_| poll.before == poll.after) {
            self.loops.insert((spawned(run, &poll), line));
        }
        self.polls.push(poll);
    }

    pub(super) fn worst(self, run: &Run, noise: &Noise) -> Vec<Group<Poll>> {
        let mut groups = Groups::new();
        for poll in &self.polls {
            let weight = (poll.to - poll.from).as_micros() as u64;
            groups.add(self.lines(run, poll), weight, poll.task, *poll);
        }
        let mut worst = groups.worst(run.options.most);
        let is_accident = |poll: &Poll| noise.is_accident(run, poll, run.options.blocked);
        worst.retain(|group| group.count > 1 || !is_accident(&group.fact));
        worst
    }

    fn lines(&self, run: &Run, poll: &Poll) -> Lines {
        let is_loop = |line: &PlaceId| self.loops.contains(&(spawned(run, poll), *line));
        let line = poll.before.filter(is_loop).or(poll.after.filter(is_loop));
        line.map_or((poll.before, poll.after), |line| (Some(line), Some(line)))
    }
}

fn spawned(run: &Run, poll: &Poll) -> Option<PlaceId> {
    run.model.task(poll.task).and_then(|track| track.place)
}

/// None where nobody had to wait, in a program that runs beside the page.
pub(super) fn tell(run: &Run, group: &Group<Poll>, victims: Vec<Victim>) -> Option<Finding> {
    let poll = group.fact;
    let lasted = human(poll.to - poll.from);
    let meanwhile = match (victims.is_empty(), run.language) {
        (true, Language::Python) => return None,
        (true, Language::Rust) => "No other task was ready, but the page could not answer.".into(),
        (false, _) => victims::meanwhile(run, &victims),
    };
    Some(Finding {
        kind: Kind::Blocked,
        at: poll.from,
        until: poll.to,
        tasks: group.tasks.clone(),
        victims: victims.iter().map(|victim| victim.task).collect(),
        places: poll.places(),
        resource: None,
        title: format!("Blocked the loop for {lasted}"),
        sentence: format!(
            "{} ran for {lasted} without a pause. {meanwhile}{}",
            run.words.task(poll.task),
            group.again()
        ),
        advice: run.advise(ADVICE),
    })
}
