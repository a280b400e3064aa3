//! Rule: one poll took so long that other tasks had to wait.
//!
//! A poll can't be interrupted. While it lasts, no other task runs and no timer fires; if it runs on the page's thread, the
//! page neither paints nor responds. Silent about polls not longer than [`Options::blocked`](super::Options::blocked),
//! about a script whose long poll delayed no task (scripts have their own thread), and about polls that a
//! [busy machine](super::noise) may have lengthened.

use super::groups::{Group, Groups};
use super::language::Language;
use super::noise::Noise;
use super::polls::Poll;
use super::victims::{self, Victim};
use super::{Advice, Finding, FindingKind, LintContext};
use crate::time::human;
use crate::trace::PlaceId;
use rustc_hash::FxHashSet;

const ADVICE: Advice = Advice {
    python: "Use await asyncio.sleep() instead of time.sleep(), an asynchronous library instead of a blocking one, \
             or asyncio.to_thread(). Put await asyncio.sleep(0) between the parts of a long computation.",
    rust: "Do the work in smaller parts and yield between them (yield_now().await), or move it \
           to a worker.",
};

/// The lines before and after a poll.
type Lines = (Option<PlaceId>, Option<PlaceId>);

/// The long polls. Polls before and after the same wait of a loop count as one.
pub(super) struct LongPolls {
    polls: Vec<Poll>,
    /// Where tasks were spawned that had a long poll from a line back to the same line, and that line.
    loops: FxHashSet<(Option<PlaceId>, PlaceId)>,
}

impl LongPolls {
    pub(super) fn new() -> LongPolls {
        LongPolls {
            polls: Vec::new(),
            loops: FxHashSet::default(),
        }
    }

    pub(super) fn add(&mut self, cx: &LintContext, noise: &Noise, poll: Poll) {
        if poll.to - poll.from <= noise.limit(cx.options.blocked) {
            return;
        }
        if let Some(line) = poll.before.filter(|_| poll.before == poll.after) {
            self.loops.insert((spawned(cx, &poll), line));
        }
        self.polls.push(poll);
    }

    pub(super) fn worst(self, cx: &LintContext, noise: &Noise) -> Vec<Group<Poll>> {
        let mut groups = Groups::new();
        for poll in &self.polls {
            let weight = (poll.to - poll.from).as_micros() as u64;
            groups.add(self.lines(cx, poll), weight, poll.task, *poll);
        }
        let mut worst = groups.worst(cx.options.max_per_kind);
        let is_accident = |poll: &Poll| noise.is_accident(cx, poll, cx.options.blocked);
        worst.retain(|group| group.count > 1 || !is_accident(&group.worst));
        worst
    }

    fn lines(&self, cx: &LintContext, poll: &Poll) -> Lines {
        let is_loop = |line: &PlaceId| self.loops.contains(&(spawned(cx, poll), *line));
        let line = poll.before.filter(is_loop).or(poll.after.filter(is_loop));
        line.map_or((poll.before, poll.after), |line| (Some(line), Some(line)))
    }
}

fn spawned(cx: &LintContext, poll: &Poll) -> Option<PlaceId> {
    cx.run.model.task(poll.task).and_then(|track| track.place)
}

/// `None` if no task had to wait, in a program with its own thread.
pub(super) fn report(
    cx: &LintContext,
    group: &Group<Poll>,
    victims: Vec<Victim>,
) -> Option<Finding> {
    let poll = group.worst;
    let lasted = human(poll.to - poll.from);
    let meanwhile = match (victims.is_empty(), cx.language) {
        (true, Language::Python) => return None,
        (true, Language::Rust) => "No other task was ready, but the page could not respond.".into(),
        (false, _) => victims::meanwhile(cx, &victims),
    };
    Some(Finding {
        kind: FindingKind::Blocked,
        at: poll.from,
        until: poll.to,
        tasks: group.tasks.clone(),
        victims: victims.iter().map(|victim| victim.task).collect(),
        places: poll.places(),
        resource: None,
        title: format!("Blocked the loop for {lasted}"),
        sentence: format!(
            "{} ran for {lasted} without a pause. {meanwhile}{}",
            cx.names.task(poll.task),
            group.occurrences()
        ),
        advice: cx.advice(ADVICE),
    })
}
