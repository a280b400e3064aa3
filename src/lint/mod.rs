//! Findings: what is remarkable about a run, in plain words, with the tasks and lines it is about.
//!
//! A finding is made from the log alone, so a run that somebody saved has the same ones. Each rule is a
//! file, whose first lines say what it looks for and when it keeps silent. A rule that cannot know
//! whether something is wrong keeps silent: a reader who was warned for nothing does not read on.
//!
//! | rule | says |
//! |---|---|
//! | [`Kind::Deadlock`] | nothing can ever go on |
//! | [`Kind::EndlessTurn`] | a task has not returned to the loop for a long time |
//! | [`Kind::Unretrieved`] | a task has failed, and nobody saw it |
//! | [`Kind::NeverAwaited`] | a coroutine was called and never awaited, so it did nothing |
//! | [`Kind::ItemLost`] | a task took an item from a queue and was cancelled before it was done with it |
//! | [`Kind::NeverReleased`] | a lock, permit or connection was never given back |
//! | [`Kind::DestroyedPending`] | a task was destroyed while it was pending |
//! | [`Kind::RefusedCancel`] | a task was asked to cancel and went on |
//! | [`Kind::LeftRunning`] | `gather` failed, and other tasks that it waited for went on without anybody |
//! | [`Kind::CancelledIndirectly`] | a task ended as cancelled because another task that it awaited was cancelled |
//! | [`Kind::StuckUntilTimeout`] | nothing could go on until a timeout ended the wait |
//! | [`Kind::Unawaited`] | a task has ended, and nobody awaited it |
//! | [`Kind::Blocked`] | one poll took so long that others had to wait |
//! | [`Kind::BlockingCallback`] | a callback of the loop took so long that others had to wait |
//! | [`Kind::RanOnLoopThread`] | a function given to a thread ran on the loop's own thread |
//! | [`Kind::ShortTurns`] | many short polls in a row made a ready task wait long |
//! | [`Kind::NeverYielded`] | a task did all of its work in one poll, while others were ready |
//! | [`Kind::Spinning`] | a task woke itself over and over, and did nothing else |
//! | [`Kind::InTurn`] | waits came one after the other that could have run together |
//! | [`Kind::HeadOfLine`] | items waited in a queue behind one that took long, because a single task takes them |
//! | [`Kind::LimiterAroundGather`] | a semaphore was held around `gather`, so it limits nothing inside |
//! | [`Kind::GrowingQueue`] | a queue without a limit grew faster than it was emptied |
//! | [`Kind::HeldLock`] | a lock was held across a long wait, while others waited for it |
//! | [`Kind::GeneratorLeftOpen`] | an asynchronous generator was left before its end and not closed |

mod blocked;
mod callbacks;
mod circle;
mod deadlock;
mod endless;
mod finding;
mod given_back;
mod groups;
mod growing;
mod hands;
mod head_of_line;
mod held;
mod in_line;
mod in_turn;
mod indirectly;
mod item_lost;
mod lacks;
mod language;
mod ledger;
mod left_running;
mod limiter;
mod live;
mod messages;
mod missing;
mod never_released;
mod never_yielded;
mod noise;
mod options;
mod partial;
mod polls;
mod refused;
mod requests;
mod short_turns;
mod spinning;
mod steps;
mod stuck;
mod unawaited;
mod unretrieved;
mod until_timeout;
mod victims;
mod walk;
mod warned;
mod words;

pub use finding::{Finding, Kind};
pub use live::{Kept, Pace};
pub use messages::message_page;
pub use options::Options;

use crate::trace::{Log, Model};
use language::{Advice, Language};
use requests::Roots;
use words::Words;

/// What is remarkable about a run, in the order in which it began.
///
/// It takes time in proportion to the events. While a run goes on, [`Pace`] says when to ask again, and [`Kept`] keeps
/// what it said. It says only what can't turn out otherwise: of a task that nobody awaits yet it says nothing, because
/// somebody may await it later.
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
    let language = Language::of(log);
    let run = Run {
        model,
        log,
        options,
        language,
        roots: Roots::of(model),
        words: Words {
            model,
            log,
            language,
        },
    };
    let mut found = Vec::new();
    polls::find(&run, &mut found);
    walk::find(&run, &mut found);
    unawaited::find(&run, &mut found);
    unretrieved::find(&run, &mut found);
    deadlock::find(&run, &mut found);
    growing::find(&run, &mut found);
    held::find(&run, &mut found);
    endless::find(&run, &mut found);
    warned::find(&run, &mut found);
    refused::find(&run, &mut found);
    left_running::find(&run, &mut found);
    indirectly::find(&run, &mut found);
    item_lost::find(&run, &mut found);
    until_timeout::find(&run, &mut found);
    in_line::find(&run, &mut found);
    never_released::find(&run, &mut found);
    callbacks::find(&run, &mut found);
    short_turns::find(&run, &mut found);
    head_of_line::find(&run, &mut found);
    limiter::find(&run, &mut found);
    for finding in &mut found {
        finding.until = finding.until.max(finding.at);
        // What a sentence begins with may be the name of a task, which stays as it is.
        if finding.sentence.starts_with("the ") {
            finding.sentence.replace_range(..1, "T");
        }
    }
    found.sort_by_key(|finding| (finding.at, finding.kind));
    found
}

/// What every rule looks at.
struct Run<'a> {
    model: &'a Model,
    log: &'a Log,
    options: &'a Options,
    language: Language,
    roots: Roots,
    words: Words<'a>,
}

impl Run<'_> {
    /// The advice in the terms of the program's language.
    fn advise(&self, advice: Advice) -> String {
        advice.text(self.language).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn the_table_above_has_every_kind_with_its_first_sentence() {
        let (table, kinds) = (include_str!("mod.rs"), include_str!("finding.rs"));
        let mut lines = table
            .lines()
            .filter(|line| line.starts_with("//! | [`Kind::"));
        for kind in Kind::ALL {
            let variant = format!("    {kind:?},");
            let before = kinds.lines().take_while(|line| *line != variant).last();
            let says = before
                .unwrap()
                .trim()
                .trim_start_matches("/// ")
                .trim_end_matches('.');
            let row = format!("//! | [`Kind::{kind:?}`] | {says} |");
            let line = lines.next().unwrap_or_default();
            assert!(line.eq_ignore_ascii_case(&row), "{line}\nis to be\n{row}");
        }
        assert_eq!(lines.next(), None);
    }
}
