//! Rule: one poll took so long that other tasks had to wait.
//!
//! A poll can't be interrupted. While it lasts, no other task runs and no timer fires; if it runs on the page's thread, the
//! page neither paints nor responds. Silent about polls not longer than [`Options::blocked`](crate::Options::blocked),
//! about a script whose long poll delayed no task (scripts have their own thread), and about polls that a
//! [busy machine](crate::noise) may have lengthened.

use crate::candidates::Poll;
use crate::groups::{Group, Groups};
use crate::language::Language;
use crate::victims::{self, Victim};
use crate::{Advice, Finding, FindingKind, LintContext, Rule};
use coroscope_trace::PlaceId;
use coroscope_trace::time::human;
use coroscope_trace::track::TaskTrack;
use coroscope_wording::{text, tr};
use rustc_hash::FxHashSet;

impl FindingKind {
    /// One poll took so long that other tasks had to wait.
    pub const BLOCKED: FindingKind = FindingKind::new("blocked");
}

const ADVICE: Advice = Advice {
    python: text!(
        "Use await asyncio.sleep() instead of time.sleep(), an asynchronous library instead of a blocking one, \
         or asyncio.to_thread(). Put await asyncio.sleep(0) between the parts of a long computation."
    ),
    rust: text!(
        "Do the work in smaller parts and yield between them (yield_now().await), or move it \
         to a worker."
    ),
};

/// The lines before and after a poll.
type Lines = (Option<PlaceId>, Option<PlaceId>);

/// Polls before and after the same wait of a loop count as one.
#[derive(Default)]
pub(super) struct Blocked {
    polls: Vec<Poll>,
    /// Where tasks were spawned that had a long poll from a line back to the same line, and that line.
    loops: FxHashSet<(Option<PlaceId>, PlaceId)>,
}

impl Rule for Blocked {
    fn kind(&self) -> FindingKind {
        FindingKind::BLOCKED
    }

    fn check_poll(&mut self, cx: &LintContext, task: &TaskTrack, poll: &Poll) {
        if poll.to - poll.from <= cx.noise().limit(cx.options.blocked) {
            return;
        }
        if let Some(line) = poll.before.filter(|_| poll.before == poll.after) {
            self.loops.insert((task.place, line));
        }
        self.polls.push(*poll);
    }

    fn report(self: Box<Self>, cx: &LintContext, found: &mut Vec<Finding>) {
        let mut groups = Groups::default();
        for poll in &self.polls {
            let weight = (poll.to - poll.from).as_micros() as u64;
            groups.add(self.lines(cx, poll), weight, poll.task, *poll);
        }
        let mut worst = groups.worst(cx.options.max_per_kind);
        worst.retain(|group| group.count > 1 || !is_accident(cx, &group.worst));
        let victims = victims::of_each(cx, worst.iter().map(|group| group.worst.into()));
        let groups = worst.iter().zip(victims);
        found.extend(groups.filter_map(|(group, victims)| report(cx, group, victims)));
    }
}

impl Blocked {
    fn lines(&self, cx: &LintContext, poll: &Poll) -> Lines {
        let spawned = cx.run.model.task(poll.task).and_then(|track| track.place);
        let is_loop = |line: &PlaceId| self.loops.contains(&(spawned, *line));
        let line = poll.before.filter(is_loop).or(poll.after.filter(is_loop));
        line.map_or((poll.before, poll.after), |line| (Some(line), Some(line)))
    }
}

fn is_accident(cx: &LintContext, poll: &Poll) -> bool {
    cx.noise().is_accident(cx.run, poll, cx.options.blocked)
}

/// `None` if no task had to wait, in a program with its own thread.
fn report(cx: &LintContext, group: &Group<Poll>, victims: Vec<Victim>) -> Option<Finding> {
    let poll = group.worst;
    let lasted = human(poll.to - poll.from);
    let meanwhile = match (victims.is_empty(), cx.language) {
        (true, Language::Python) => return None,
        (true, Language::Rust) => {
            tr!("No other task was ready, but the page could not respond.").into()
        }
        (false, _) => victims::meanwhile(cx, &victims),
    };
    Some(Finding {
        kind: FindingKind::BLOCKED,
        at: poll.from,
        until: poll.to,
        tasks: group.tasks.clone(),
        victims: victims.iter().map(|victim| victim.task).collect(),
        places: poll.places(),
        resource: None,
        title: tr!("Blocked the loop for {lasted}", lasted),
        sentence: format!(
            "{} {meanwhile}{}",
            tr!(
                "{task} ran for {lasted} without a pause.",
                task = cx.names.task(poll.task),
                lasted
            ),
            group.occurrences()
        ),
        advice: cx.advice(ADVICE),
    })
}
