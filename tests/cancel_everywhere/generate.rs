//! The generator of random programs.

use super::program::{Body, Op, Program, Victim};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;

fn body(op: impl Strategy<Value = Op>, most: usize) -> impl Strategy<Value = Body> {
    vec(op, 0..=most).prop_map(Body::from)
}

/// A queue; the first one more often than the others.
fn queue() -> impl Strategy<Value = usize> {
    prop_oneof![3 => Just(0), 1 => 1..3usize]
}

/// The kind of operations that are frequent in a program. So operations on the same primitive occur together more
/// often.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Theme {
    Everything,
    Locks,
    Conditions,
    Queues,
    /// Queues with a capacity of one, with more puts than gets.
    FullQueues,
    Barriers,
}

const THEMES: [Theme; 6] = [
    Theme::Everything,
    Theme::Locks,
    Theme::Conditions,
    Theme::Queues,
    Theme::FullQueues,
    Theme::Barriers,
];

impl Theme {
    /// The relative frequency of operations of `theme` in a program with this theme.
    fn weight(self, theme: Theme) -> u32 {
        match self {
            Theme::Everything => 2,
            Theme::FullQueues if theme == Theme::Queues => 16,
            _ if self == theme => 16,
            _ => 1,
        }
    }

    /// Number of puts per get.
    fn puts(self) -> u32 {
        if self == Theme::FullQueues { 4 } else { 1 }
    }
}

/// Operations that always end, independent of other tasks. Exits consist of them.
fn always_ending(theme: Theme) -> impl Strategy<Value = Op> {
    let short = || {
        let op = prop_oneof![Just(Op::Yield), (0..3u64).prop_map(Op::Sleep)];
        body(op, 1)
    };
    prop_oneof![
        4 => prop_oneof![
            2 => Just(Op::Yield),
            1 => (0..3u64).prop_map(Op::Sleep),
        ],
        theme.weight(Theme::Locks) => prop_oneof![
            2 => (any::<bool>(), short()).prop_map(|(keep, body)| Op::Lock(keep, body)),
            2 => (any::<bool>(), short()).prop_map(|(keep, body)| Op::Permit(keep, body)),
            1 => Just(Op::AddPermit),
        ],
        theme.weight(Theme::Conditions) => prop_oneof![
            1 => Just(Op::Set),
            1 => Just(Op::Clear),
            2 => (0..3usize).prop_map(Op::Notify),
            3 => Just(Op::Stock),
        ],
        theme.weight(Theme::Queues) => prop_oneof![
            4 * theme.puts() => queue().prop_map(Op::PutNow),
            5 => queue().prop_map(Op::GetNow),
            2 => queue().prop_map(Op::TaskDone),
            1 => (queue(), any::<bool>()).prop_map(|(queue, now)| Op::Shutdown(queue, now)),
        ],
        theme.weight(Theme::Barriers) => prop_oneof![
            6 => Just(Op::Yield),
            1 => Just(Op::Abort),
            2 => Just(Op::Reset),
        ],
    ]
}

/// Operations without a cleanup when they are cancelled.
fn plain(theme: Theme) -> impl Strategy<Value = Op> {
    prop_oneof![
        12 => always_ending(theme),
        theme.weight(Theme::Conditions) => Just(Op::WaitEvent),
        theme.weight(Theme::Barriers) => Just(Op::Arrive),
        theme.weight(Theme::Queues) => prop_oneof![
            5 * theme.puts() => queue().prop_map(Op::Put),
            5 => queue().prop_map(Op::Get),
            1 => queue().prop_map(Op::Join),
        ],
        1 => prop_oneof![Just(Op::Fail), Just(Op::CancelSelf)],
    ]
}

fn simple(theme: Theme) -> impl Strategy<Value = Op> {
    prop_oneof![
        20 => plain(theme),
        theme.weight(Theme::Conditions) => prop_oneof![1 => Just(Op::WaitCondition), 3 => Just(Op::Take)],
    ]
}

fn exit(theme: Theme) -> impl Strategy<Value = Body> {
    let last = weighted(0.05, Just(Op::Fail));
    (vec(always_ending(theme), 0..=2), last).prop_map(|(mut ops, last)| {
        ops.extend(last);
        Body::from(ops)
    })
}

fn op(theme: Theme) -> impl Strategy<Value = Op> {
    simple(theme).prop_recursive(2, 12, 3, move |op| {
        let one = || body(op.clone(), 3).boxed();
        let several = || vec(body(op.clone(), 2), 0..=3).boxed();
        let ms = || 0..3u64;
        prop_oneof![
            8 => op.clone(),
            4 => prop_oneof![
                (any::<bool>(), one()).prop_map(|(keep, body)| Op::Lock(keep, body)),
                (any::<bool>(), one()).prop_map(|(keep, body)| Op::Permit(keep, body)),
            ],
            3 => (one(), exit(theme)).prop_map(|(body, exit)| Op::Scope(body, exit)),
            5 => prop_oneof![
                2 => (ms(), one()).prop_map(|(ms, body)| Op::Timeout(ms, body)),
                1 => (ms(), one()).prop_map(|(ms, body)| Op::WaitFor(ms, body)),
                // The cleanups of one task run one after the other. If both branches had some, one could
                // wait for a lock that a later one holds.
                2 => (one(), body(plain(theme), 3)).prop_map(|(a, b)| Op::Race(a, b)),
            ],
            5 => prop_oneof![
                (any::<bool>(), several()).prop_map(|(all, bodies)| Op::Gather(all, bodies)),
                (several(), one()).prop_map(|(tasks, body)| Op::Group(tasks, body)),
                several().prop_map(Op::AsCompleted),
                (0..3usize, weighted(0.3, ms()), several())
                    .prop_map(|(when, limit, all)| Op::WaitTasks(when, limit, all)),
            ],
            3 => prop_oneof![
                one().prop_map(Op::Shield),
                one().prop_map(Op::Spawn),
                one().prop_map(Op::Await),
                (any::<bool>(), one(), body(always_ending(theme), 2))
                    .prop_map(|(refuse, body, after)| Op::HandleCancel(refuse, body, after)),
            ],
        ]
    })
}

fn victim() -> impl Strategy<Value = Victim> {
    prop_oneof![
        4 => (0..6usize).prop_map(Victim::Nth),
        4 => Just(Victim::Woken),
        1 => Just(Victim::Exiting),
        1 => Just(Victim::Running),
    ]
}

pub fn program() -> impl Strategy<Value = Program> {
    let themes = THEMES.map(|theme| program_about(theme).boxed());
    proptest::strategy::Union::new(themes)
}

fn program_about(theme: Theme) -> impl Strategy<Value = Program> {
    let tasks = vec(body(op(theme), 4), 1..=5);
    let cancels = vec((0..25u64, victim()), 0..=4);
    let capacity = if theme == Theme::FullQueues {
        1..2
    } else {
        0..3usize
    };
    let sizes = (proptest::array::uniform3(capacity), 1..3usize, 1..4usize);
    let dropped_after = weighted(0.1, 0..20u64);
    (
        tasks,
        weighted(0.2, Just(())),
        sizes,
        cancels,
        dropped_after,
    )
        .prop_map(
            |(tasks, main, (capacities, permits, parties), cancels, dropped_after)| Program {
                tasks,
                main: main.is_some(),
                capacities,
                permits,
                parties,
                cancels,
                dropped_after,
            },
        )
}
