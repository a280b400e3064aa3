//! Flows: which task woke, spawned, awaited and cancelled which.

use super::{WIDTH, picture};
use crate::common::tape::{Tape, at, task};
use coroscope::timeline::{
    FlowEnd, FlowKind, Flows, LayoutOptions, MAX_FLOWS, Picture, Rows, TimeScale, Viewport,
    layout_with,
};
use coroscope::trace::{Cause, Delay, EventKind, RunView, WaitReason};

fn show(flows: Flows) -> LayoutOptions {
    LayoutOptions {
        flows,
        ..LayoutOptions::default()
    }
}

/// `main` spawns `a` and `b` and awaits `a`; `b` fails, which cancels `a`, which cancels `c`.
fn chain() -> Tape {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main").at(100_000).poll(1);
    tape.spawn(2, 1, "a").at(200_000).spawn(3, 1, "b");
    tape.push(EventKind::Awaits {
        task: task(1),
        on: task(2),
    });
    tape.wait(1, WaitReason::Task(task(2)));
    tape.at(300_000)
        .poll(2)
        .spawn(4, 2, "c")
        .wait(2, WaitReason::Timer(Delay::UNKNOWN));
    tape.poll(4).wait(4, WaitReason::Future);
    tape.at(400_000)
        .wake(2, Cause::Timer)
        .poll(2)
        .wait(2, WaitReason::Timer(Delay::UNKNOWN));
    tape.at(500_000).poll(3).cancel(2, 3, "b failed");
    tape.wake(2, Cause::Task(task(3))).fail(3, "no");
    tape.at(600_000).poll(2).cancel(4, 2, "a was cancelled");
    tape.wake(4, Cause::Task(task(2))).cancelled(2);
    tape.at(1_000_000).poll(4).cancelled(4);
    tape
}

fn flows_of(picture: &Picture) -> Vec<(FlowKind, f64, FlowEnd, FlowEnd)> {
    let flows = picture.flows.iter();
    flows
        .map(|flow| (flow.kind, flow.x, flow.from, flow.to))
        .collect()
}

#[test]
fn one_task_shows_flows_in_both_directions() {
    use FlowEnd::{Row, Timer};
    use FlowKind::{Await, Cancel, Spawn, Wake};
    // Rows: main, a, c, b.
    let found = flows_of(&picture(&chain(), show(Flows::Of(task(2)))));
    assert_eq!(
        found,
        [
            (Spawn, 100.0, Row(0), Row(1)),
            (Await, 200.0, Row(0), Row(1)),
            (Spawn, 300.0, Row(1), Row(2)),
            (Wake, 400.0, Timer, Row(1)),
            (Cancel, 500.0, Row(3), Row(1)),
            (Wake, 500.0, Row(3), Row(1)),
            (Cancel, 600.0, Row(1), Row(2)),
            (Wake, 600.0, Row(1), Row(2)),
        ]
    );
}

#[test]
fn a_cancellation_shows_its_whole_chain() {
    for selected in [2, 3, 4] {
        let picture = picture(&chain(), show(Flows::Of(task(selected))));
        let cancels = picture.flows.iter().filter(|e| e.kind == FlowKind::Cancel);
        let chain: Vec<_> = cancels.map(|flow| (flow.by, flow.task)).collect();
        let expected = [(Some(task(3)), task(2)), (Some(task(2)), task(4))];
        assert_eq!(chain, expected, "of task {selected}");
    }
}

#[test]
fn all_flows_are_those_of_every_task() {
    let tape = chain();
    let all = flows_of(&picture(&tape, show(Flows::All)));
    for number in 1..=4 {
        for flow in flows_of(&picture(&tape, show(Flows::Of(task(number))))) {
            assert!(all.contains(&flow), "{flow:?} of task {number}");
        }
    }
    assert!(picture(&tape, LayoutOptions::default()).flows.is_empty());
}

#[test]
fn an_invisible_end_is_above_or_below() {
    let tape = chain();
    let model = tape.model();
    let rows = Rows::of(&model);
    let viewport = Viewport {
        first_lane: 1,
        lanes: 2,
        ..Viewport::whole(&model, &rows, WIDTH)
    };
    let flows = show(Flows::Of(task(2)));
    let found = flows_of(&layout_with(
        RunView::new(&tape.log, &model),
        &rows,
        &viewport,
        flows,
    ));
    assert!(found.contains(&(FlowKind::Spawn, 100.0, FlowEnd::Above, FlowEnd::Row(1))));
    assert!(found.contains(&(FlowKind::Cancel, 500.0, FlowEnd::Below, FlowEnd::Row(1))));
}

#[test]
fn a_flow_ends_at_the_folded_ancestor() {
    let tape = chain();
    let model = tape.model();
    let mut rows = Rows::of(&model);
    rows.fold(task(2), true);
    rows.update(&model);
    let viewport = Viewport::whole(&model, &rows, WIDTH);
    let layout = |of| {
        layout_with(
            RunView::new(&tape.log, &model),
            &rows,
            &viewport,
            show(Flows::Of(of)),
        )
    };
    // A flow from a to c would be from a lane to itself.
    assert!(
        flows_of(&layout(task(2)))
            .iter()
            .all(|(.., to)| *to == FlowEnd::Row(1))
    );
    let chain = flows_of(&layout(task(4)));
    assert_eq!(
        chain,
        [(FlowKind::Cancel, 500.0, FlowEnd::Row(2), FlowEnd::Row(1))]
    );
}

#[test]
fn flows_outside_the_visible_time_are_not_drawn() {
    let tape = chain();
    let model = tape.model();
    let rows = Rows::of(&model);
    let viewport = Viewport {
        scale: TimeScale::new(at(350_000), at(450_000), WIDTH),
        ..Viewport::whole(&model, &rows, WIDTH)
    };
    for flows in [Flows::Of(task(2)), Flows::All] {
        let found = flows_of(&layout_with(
            RunView::new(&tape.log, &model),
            &rows,
            &viewport,
            show(flows),
        ));
        let wake = (FlowKind::Wake, 500.0, FlowEnd::Timer, FlowEnd::Row(1));
        assert_eq!(found, [wake]);
    }
}

#[test]
fn many_flows_are_merged_and_their_number_is_bounded() {
    let mut tape = Tape::new();
    for n in 1..=60 {
        tape.spawn(n, 0, "t");
    }
    for turn in 0..20_000 {
        let (waker, woken) = (turn % 60 + 1, turn * 7 % 60 + 1);
        tape.at(turn as u64 * 5).poll(waker);
        tape.wake(woken, Cause::Task(task(waker)));
        tape.wait(waker, WaitReason::Timer(Delay::UNKNOWN));
    }
    let picture = picture(&tape, show(Flows::All));
    assert_eq!(picture.flows.len(), MAX_FLOWS);
    assert!(picture.flows_left_out > 0);
    assert!(picture.flows.is_sorted_by(|a, b| a.x <= b.x));
}
