//! Which programs are tried.

use super::program::{Body, Op, Program, Victim};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;

fn body(op: impl Strategy<Value = Op>, most: usize) -> impl Strategy<Value = Body> {
    vec(op, 0..=most).prop_map(Body::from)
}

fn queue() -> impl Strategy<Value = usize> {
    0..3usize
}

/// Operations that end by themselves, whatever the others do: exits are made of these.
fn surely_ending() -> impl Strategy<Value = Op> {
    let short = || {
        let op = prop_oneof![Just(Op::Yield), (0..3u64).prop_map(Op::Sleep)];
        body(op, 1)
    };
    prop_oneof![
        6 => prop_oneof![
            2 => Just(Op::Yield),
            1 => (0..3u64).prop_map(Op::Sleep),
        ],
        4 => prop_oneof![
            2 => (any::<bool>(), short()).prop_map(|(keep, body)| Op::Lock(keep, body)),
            2 => (any::<bool>(), short()).prop_map(|(keep, body)| Op::Permit(keep, body)),
            1 => Just(Op::AddPermit),
        ],
        4 => prop_oneof![
            2 => Just(Op::Set),
            1 => Just(Op::Clear),
            2 => (0..3usize).prop_map(Op::Ring),
            2 => Just(Op::Stock),
        ],
        6 => prop_oneof![
            4 => queue().prop_map(Op::PutNow),
            3 => queue().prop_map(Op::GetNow),
            2 => queue().prop_map(Op::TaskDone),
            1 => (queue(), any::<bool>()).prop_map(|(queue, now)| Op::Shutdown(queue, now)),
        ],
        1 => prop_oneof![Just(Op::Abort), Just(Op::Reset), Just(Op::Reset)],
    ]
}

/// Operations that leave no cleanup when they are cancelled.
fn plain() -> impl Strategy<Value = Op> {
    prop_oneof![
        6 => surely_ending(),
        5 => prop_oneof![
            2 => Just(Op::WaitEvent),
            3 => Just(Op::Arrive),
        ],
        8 => prop_oneof![
            4 => queue().prop_map(Op::Put),
            6 => queue().prop_map(Op::Get),
            1 => queue().prop_map(Op::Join),
        ],
        1 => prop_oneof![Just(Op::Fail), Just(Op::CancelSelf)],
    ]
}

fn simple() -> impl Strategy<Value = Op> {
    prop_oneof![5 => plain(), 1 => prop_oneof![Just(Op::WaitBell), Just(Op::Take)]]
}

fn exit() -> impl Strategy<Value = Body> {
    let last = weighted(0.05, Just(Op::Fail));
    (vec(surely_ending(), 0..=2), last).prop_map(|(mut ops, last)| {
        ops.extend(last);
        Body::from(ops)
    })
}

fn op() -> impl Strategy<Value = Op> {
    simple().prop_recursive(2, 12, 3, |op| {
        let one = || body(op.clone(), 3).boxed();
        let several = || vec(body(op.clone(), 2), 0..=3).boxed();
        let ms = || 0..3u64;
        prop_oneof![
            8 => op.clone(),
            4 => prop_oneof![
                (any::<bool>(), one()).prop_map(|(keep, body)| Op::Lock(keep, body)),
                (any::<bool>(), one()).prop_map(|(keep, body)| Op::Permit(keep, body)),
            ],
            3 => (one(), exit()).prop_map(|(body, exit)| Op::Scope(body, exit)),
            4 => prop_oneof![
                (ms(), one()).prop_map(|(ms, body)| Op::Timeout(ms, body)),
                (ms(), one()).prop_map(|(ms, body)| Op::WaitFor(ms, body)),
                // The cleanups of one task run one after the other. If both sides left some, one could
                // wait for a lock that a later one holds.
                (one(), body(plain(), 3)).prop_map(|(a, b)| Op::Race(a, b)),
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
                (any::<bool>(), one(), body(surely_ending(), 2))
                    .prop_map(|(refuse, body, after)| Op::Told(refuse, body, after)),
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
    let tasks = vec(body(op(), 4), 1..=5);
    let cancels = vec((0..25u64, victim()), 0..=4);
    let sizes = (proptest::array::uniform3(0..3usize), 1..3usize, 1..4usize);
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
