//! The list of all lint rules. Each is a file that declares its kind of finding, too.

mod blocked;
mod blocking_callback;
mod cancelled_indirectly;
mod deadlock;
mod endless_turn;
mod growing_queue;
mod head_of_line;
mod held_lock;
mod in_turn;
mod item_lost;
mod left_running;
mod limiter_around_gather;
mod never_released;
mod never_yielded;
mod refused_cancel;
mod short_turns;
mod spinning;
mod stuck_until_timeout;
mod unawaited;
mod unretrieved;
mod warnings;

use super::finding::FindingKind;
use super::rule::Rule;

/// Makes each rule. They report in this order, which is also that of findings that began at the same time.
pub(super) const RULES: &[fn() -> Box<dyn Rule>] = &[
    make::<deadlock::Deadlock>,
    make::<unretrieved::Unretrieved>,
    make::<unawaited::Unawaited>,
    make::<blocked::Blocked>,
    make::<never_yielded::NeverYielded>,
    make::<spinning::Spinning>,
    make::<in_turn::InTurn>,
    make::<growing_queue::GrowingQueue>,
    make::<held_lock::HeldLock>,
    make::<warnings::NeverAwaited>,
    make::<refused_cancel::RefusedCancel>,
    make::<left_running::LeftRunning>,
    make::<cancelled_indirectly::CancelledIndirectly>,
    make::<item_lost::ItemLost>,
    make::<stuck_until_timeout::StuckUntilTimeout>,
    make::<endless_turn::EndlessTurn>,
    make::<blocking_callback::BlockingCallback>,
    make::<short_turns::ShortTurns>,
    make::<warnings::RanOnLoopThread>,
    make::<head_of_line::HeadOfLine>,
    make::<limiter_around_gather::LimiterAroundGather>,
    make::<never_released::NeverReleased>,
    make::<warnings::GeneratorLeftOpen>,
    make::<warnings::DestroyedPending>,
];

fn make<R: Rule + Default + 'static>() -> Box<dyn Rule> {
    Box::new(R::default())
}

impl FindingKind {
    /// All kinds.
    pub fn all() -> impl Iterator<Item = FindingKind> {
        RULES.iter().map(|make| make().kind())
    }
}
