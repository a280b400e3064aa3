//! Rule: one poll took so long that others had to wait.
//!
//! A poll can't be interrupted. While one lasts, no other task runs, no timer fires, and a page whose thread it is
//! neither paints nor answers. Silent about polls shorter than [`Options::blocked`](super::Options::blocked), about a
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

const ADVICE: Advice = Advice {
    python: "Use await asyncio.sleep() instead of time.sleep(), an asynchronous library instead of a blocking one, \
             or asyncio.to_thread(). Put await asyncio.sleep(0) between the parts of a long computation.",
    rust: "Do the work in smaller parts and give the others a turn between them (yield_now().await), or leave it \
           to a worker.",
};

/// Between which lines.
type Lines = (Option<PlaceId>, Option<PlaceId>);

pub(super) struct LongPolls(Groups<Lines, Poll>);

impl LongPolls {
    pub(super) fn new() -> LongPolls {
        LongPolls(Groups::new())
    }

    pub(super) fn see(&mut self, run: &Run, noise: &Noise, poll: Poll) {
        let lasted = poll.to - poll.from;
        if lasted >= noise.limit(run.options.blocked) {
            let lines = (poll.before, poll.after);
            self.0
                .add(lines, lasted.as_micros() as u64, poll.task, poll);
        }
    }

    pub(super) fn worst(self, run: &Run, noise: &Noise) -> Vec<Group<Poll>> {
        let mut worst = self.0.worst(run.options.most);
        let is_accident = |poll: &Poll| noise.is_accident(run, poll, run.options.blocked);
        worst.retain(|group| group.count > 1 || !is_accident(&group.fact));
        worst
    }
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
