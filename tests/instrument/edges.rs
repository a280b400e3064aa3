//! Who woke, spawned, awaits and cancelled whom.

use super::{WIDTH, picture};
use crate::timeline_tape::{Tape, at, task};
use coroscope::timeline::{
    EdgeEnd, EdgeKind, Edges, MOST_EDGES, Picture, Rows, Show, TimeScale, Viewport, layout_with,
};
use coroscope::trace::{Cause, Delay, EventKind, WaitReason};

fn show(edges: Edges) -> Show {
    Show {
        edges,
        ..Show::default()
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

fn said(picture: &Picture) -> Vec<(EdgeKind, f64, EdgeEnd, EdgeEnd)> {
    let edges = picture.edges.iter();
    edges
        .map(|edge| (edge.kind, edge.x, edge.from, edge.to))
        .collect()
}

#[test]
fn one_task_shows_what_was_done_to_it_and_what_it_did() {
    use EdgeEnd::{Row, Timer};
    use EdgeKind::{Await, Cancel, Spawn, Wake};
    // Rows: main, a, c, b.
    let found = said(&picture(&chain(), show(Edges::Of(task(2)))));
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
        let picture = picture(&chain(), show(Edges::Of(task(selected))));
        let cancels = picture.edges.iter().filter(|e| e.kind == EdgeKind::Cancel);
        let chain: Vec<_> = cancels.map(|edge| (edge.by, edge.task)).collect();
        let expected = [(Some(task(3)), task(2)), (Some(task(2)), task(4))];
        assert_eq!(chain, expected, "of task {selected}");
    }
}

#[test]
fn all_edges_are_those_of_every_task() {
    let tape = chain();
    let all = said(&picture(&tape, show(Edges::All)));
    for number in 1..=4 {
        for edge in said(&picture(&tape, show(Edges::Of(task(number))))) {
            assert!(all.contains(&edge), "{edge:?} of task {number}");
        }
    }
    assert!(picture(&tape, Show::default()).edges.is_empty());
}

#[test]
fn an_end_out_of_sight_is_told_as_above_or_below() {
    let tape = chain();
    let model = tape.model();
    let rows = Rows::of(&model);
    let viewport = Viewport {
        first_lane: 1,
        lanes: 2,
        ..Viewport::whole(&model, &rows, WIDTH)
    };
    let edges = show(Edges::Of(task(2)));
    let found = said(&layout_with(&model, &tape.log, &rows, &viewport, edges));
    assert!(found.contains(&(EdgeKind::Spawn, 100.0, EdgeEnd::Above, EdgeEnd::Row(1))));
    assert!(found.contains(&(EdgeKind::Cancel, 500.0, EdgeEnd::Below, EdgeEnd::Row(1))));
}

#[test]
fn an_edge_ends_at_the_task_that_the_other_is_folded_into() {
    let tape = chain();
    let model = tape.model();
    let mut rows = Rows::of(&model);
    rows.fold(task(2), true);
    rows.update(&model);
    let viewport = Viewport::whole(&model, &rows, WIDTH);
    let layout = |of| layout_with(&model, &tape.log, &rows, &viewport, show(Edges::Of(of)));
    // From a to c would be from a lane to itself.
    assert!(
        said(&layout(task(2)))
            .iter()
            .all(|(.., to)| *to == EdgeEnd::Row(1))
    );
    let chain = said(&layout(task(4)));
    assert_eq!(
        chain,
        [(EdgeKind::Cancel, 500.0, EdgeEnd::Row(2), EdgeEnd::Row(1))]
    );
}

#[test]
fn edges_outside_of_the_time_in_sight_are_not_drawn() {
    let tape = chain();
    let model = tape.model();
    let rows = Rows::of(&model);
    let viewport = Viewport {
        scale: TimeScale::new(at(350_000), at(450_000), WIDTH),
        ..Viewport::whole(&model, &rows, WIDTH)
    };
    for edges in [Edges::Of(task(2)), Edges::All] {
        let found = said(&layout_with(
            &model,
            &tape.log,
            &rows,
            &viewport,
            show(edges),
        ));
        let wake = (EdgeKind::Wake, 500.0, EdgeEnd::Timer, EdgeEnd::Row(1));
        assert_eq!(found, [wake]);
    }
}

#[test]
fn many_edges_are_merged_and_their_number_is_bounded() {
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
    let picture = picture(&tape, show(Edges::All));
    assert_eq!(picture.edges.len(), MOST_EDGES);
    assert!(picture.edges_left_off > 0);
    assert!(picture.edges.is_sorted_by(|a, b| a.x <= b.x));
}
