//! The legend explains exactly the shapes that occur.

use super::picture;
use crate::common::tape::{Tape, everything, resource, task, timer};
use coroscope::timeline::legend::{self, Entry, LEGEND, LegendItem};
use coroscope::timeline::{FlowKind, Flows, LayoutOptions, MarkKind, WaitKind, ascii, svg};
use coroscope::trace::{Cause, Op, OutcomeKind, RunView, TaskState, WaitReason};

fn entries(tape: &Tape, flows: Flows) -> Vec<&'static Entry> {
    let show = LayoutOptions {
        flows,
        ..LayoutOptions::default()
    };
    legend::of(&picture(tape, show)).collect()
}

fn items(tape: &Tape, flows: Flows) -> Vec<LegendItem> {
    let entries = entries(tape, flows).into_iter();
    entries.map(|entry| entry.item).collect()
}

#[test]
fn a_nap_is_explained_with_three_shapes() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "nap").poll(1).wait(1, timer(50_000));
    tape.at(50_000).wake(1, Cause::Timer).poll(1).done(1);
    let expected = [
        LegendItem::Bar(TaskState::Running),
        LegendItem::Bar(TaskState::Waiting(WaitKind::Timer)),
        LegendItem::Cap(OutcomeKind::Done),
    ];
    assert_eq!(items(&tape, Flows::None), expected);
}

#[test]
fn everything_that_is_drawn_is_explained_once() {
    let mut tape = everything();
    tape.print(1, "a line")
        .note(2, "a remark")
        .thread(7, 1, "slow")
        .pass(0, 1)
        .pass_ended(2, 0);
    let found = items(&tape, Flows::All);
    let position = |item: &LegendItem| LEGEND.iter().position(|entry| entry.item == *item);
    assert!(found.is_sorted_by_key(position), "{found:?}");
    let mut once = found.clone();
    once.sort_by_key(position);
    once.dedup();
    assert_eq!(once.len(), found.len(), "{found:?}");
    let waits = WaitKind::ALL.iter().copied().map(TaskState::Waiting);
    let bars = waits.map(LegendItem::Bar);
    let others = [
        LegendItem::Cleanup,
        LegendItem::Thread,
        LegendItem::Mark(MarkKind::Printed),
        LegendItem::Mark(MarkKind::Noted),
        LegendItem::Hop,
        LegendItem::Pass,
        LegendItem::Timers,
        LegendItem::Level,
        LegendItem::Limit,
        LegendItem::Flow(FlowKind::Wake),
        LegendItem::Flow(FlowKind::Spawn),
        LegendItem::Flow(FlowKind::Cancel),
    ];
    for item in bars.chain(others) {
        assert!(found.contains(&item), "{item:?} is not in {found:?}");
    }
    let absent = [
        LegendItem::Overdue,
        LegendItem::Forever,
        LegendItem::Block,
        LegendItem::Callback,
        LegendItem::Flow(FlowKind::Await),
    ];
    for item in absent {
        assert!(!found.contains(&item), "{item:?} is in {found:?}");
    }
}

#[test]
fn the_legend_has_processes_and_threads() {
    let (thread, process) = (LegendItem::Thread, LegendItem::Process);
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main").poll(1).process(2, 1, "grep");
    let found = items(&tape, Flows::None);
    assert!(
        found.contains(&process) && !found.contains(&thread),
        "{found:?}"
    );
    tape.thread(3, 1, "slow");
    let found = items(&tape, Flows::None);
    assert!(
        found.contains(&process) && found.contains(&thread),
        "{found:?}"
    );
    let svg = svg::draw(
        RunView::new(&tape.log, &tape.model()),
        &svg::Options::default(),
    );
    assert!(svg.contains("1 task and 1 thread and 1 process over"));
}

#[test]
fn each_shape_has_its_own_label() {
    let mut tape = everything();
    tape.print(1, "a line")
        .note(2, "a remark")
        .thread(7, 1, "slow")
        .pass(3, 1)
        .pass_ended(2, 0);
    let entries = entries(&tape, Flows::All);
    let mut words: Vec<&str> = entries.iter().map(|entry| entry.label).collect();
    let count = words.len();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), count);
}

#[test]
fn the_waits_of_a_deadlock_are_explained_even_if_they_took_no_time() {
    let mut tape = Tape::new();
    tape.lock(1, "till").spawn(1, 0, "main").pass(1, 0).poll(1);
    tape.wait(1, WaitReason::Resource(resource(1), Op::Acquire))
        .pass_ended(0, 0)
        .deadlock();
    let found = items(&tape, Flows::Of(task(1)));
    for item in [
        LegendItem::Forever,
        LegendItem::Bar(TaskState::Waiting(WaitKind::Lock)),
    ] {
        assert!(found.contains(&item), "{item:?} is not in {found:?}");
    }
}

#[test]
fn the_legend_of_the_text_has_each_character_once() {
    let legend = ascii::legend();
    assert!(legend.starts_with("▓ running  ▒ ready  ─ waiting: timer  ~ waiting: I/O"));
    assert!(legend.contains("↷ asked to cancel, continued"));
    let mut symbols: Vec<&str> = legend
        .split("  ")
        .map(|entry| &entry[..entry.find(' ').unwrap()])
        .collect();
    let count = symbols.len();
    symbols.sort_unstable();
    symbols.dedup();
    assert_eq!(symbols.len(), count, "{legend}");
}
