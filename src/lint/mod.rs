//! Findings: what is remarkable about a run, in plain words, with the tasks and lines it is about.
//!
//! A finding is made from the log alone, so a run that somebody saved has the same ones. Each rule is a
//! file, whose first lines say what it looks for and when it keeps silent. A rule that cannot know
//! whether something is wrong keeps silent: a reader who was warned for nothing does not read on.
//!
//! | rule | says |
//! |---|---|
//! | [`Kind::Blocked`] | one poll took so long that others had to wait |
//! | [`Kind::NeverYielded`] | a task did all of its work in one poll, while others were ready |
//! | [`Kind::InTurn`] | waits came one after the other that could have run together |
//! | [`Kind::Unawaited`] | a task has ended, and nobody awaited it |
//! | [`Kind::Unretrieved`] | a task has failed, and nobody saw it |
//! | [`Kind::Spinning`] | a task woke itself over and over, and did nothing else |
//! | [`Kind::Deadlock`] | nothing can ever go on |
//! | [`Kind::GrowingQueue`] | a queue without a limit grew faster than it was emptied |
//! | [`Kind::HeldLock`] | a lock was held across a long wait, while others waited for it |

mod blocked;
mod deadlock;
mod finding;
mod groups;
mod growing;
mod hands;
mod held;
mod in_turn;
mod missing;
mod never_yielded;
mod options;
mod polls;
mod spinning;
mod unawaited;
mod unretrieved;
mod victims;
mod words;

pub use finding::{Finding, Kind};
pub use options::Options;

use crate::trace::{Log, Model};
use words::Words;

/// What is remarkable about a run, in the order in which it began.
///
/// It looks at each span once, so it can be asked a few times a second while a run goes on. What it
/// says of a run that is not over can change: a task that nobody awaits yet may be awaited later.
///
/// # Examples
/// ```
/// use coroscope::lint::{Kind, Options, findings};
/// use coroscope::{Event, Runtime, trace::Model};
/// let rt = Runtime::virtual_clock();
/// let stuck = rt.block_on(async {
///     let doors = Event::new().named("doors");
///     doors.wait().await;
///     Ok(())
/// });
/// assert!(stuck.is_err());
/// rt.with_log(|log| {
///     let found = findings(&Model::of(log), log, &Options::default());
///     assert_eq!(found[0].kind, Kind::Deadlock);
///     assert_eq!(found[0].sentence, "Task-1 waits for “doors”, but nobody is left who could set it.");
/// });
/// ```
pub fn findings(model: &Model, log: &Log, options: &Options) -> Vec<Finding> {
    let run = Run {
        model,
        log,
        options,
        words: Words { model, log },
    };
    let mut found = Vec::new();
    polls::find(&run, &mut found);
    unawaited::find(&run, &mut found);
    unretrieved::find(&run, &mut found);
    deadlock::find(&run, &mut found);
    growing::find(&run, &mut found);
    held::find(&run, &mut found);
    for finding in &mut found {
        finding.until = finding.until.max(finding.at);
    }
    found.sort_by_key(|finding| (finding.at, finding.kind));
    found
}

/// What every rule looks at.
struct Run<'a> {
    model: &'a Model,
    log: &'a Log,
    options: &'a Options,
    words: Words<'a>,
}
