//! Deep awaits: each depth is awaited as often as it takes for the same number of levels.

use super::common::{check_picture, model, points, printed, run, run_in, run_that_prints};
use coroscope::Runtime;
use coroscope::lessons::{self, Exhibit, doubles};
use coroscope::trace::{EventKind, Outcome, TaskId, WaitReason};

/// How often a task gave up its turn.
fn yields(rt: &Runtime, id: usize) -> usize {
    rt.with_log(|log| {
        let waits = log.iter().filter(|event| match event.kind {
            EventKind::Waits { task, on, .. } => {
                task == TaskId::from_index(id) && on == WaitReason::Turn
            }
            _ => false,
        });
        waits.count()
    })
}

#[test]
fn a_row_for_each_depth_with_the_same_number_of_levels() {
    let rt = run("depth", &[("levels", "6")]);
    check_picture("depth", &rt);
    for (n, depth) in [1, 3, 10, 30, 100, 300, 1000].into_iter().enumerate() {
        assert_eq!(yields(&rt, n + 1), 6000 / depth);
        let begin = format!("depth {depth}: ");
        assert!(printed(&rt)[n].starts_with(&begin));
    }
}

#[test]
fn the_await_of_javascript_is_compared_with_ours() {
    // The double takes 1 µs for a level; our levels take no time on the virtual clock.
    let lines = printed(&run("depth", &[("levels", "30"), ("deepest", "100")]));
    assert_eq!(
        lines,
        [
            "depth 1: 0 ns, 0 ns per level; JavaScript 1000 ns, 1000 ns per level",
            "depth 3: 0 ns, 0 ns per level; JavaScript 3000 ns, 1000 ns per level",
            "depth 10: 0 ns, 0 ns per level; JavaScript 10000 ns, 1000 ns per level",
            "depth 30: 0 ns, 0 ns per level; JavaScript 30000 ns, 1000 ns per level",
            "depth 100: 0 ns, 0 ns per level; JavaScript 100000 ns, 1000 ns per level",
        ]
    );
}

#[test]
fn without_a_host_the_table_has_our_figures_alone() {
    let mut world = doubles::world();
    world.peer = None;
    let lines = printed(&run_in(
        world,
        "depth",
        &[("levels", "1"), ("deepest", "3")],
    ));
    assert_eq!(
        lines,
        [
            "depth 1: 0 ns, 0 ns per level",
            "depth 3: 0 ns, 0 ns per level"
        ]
    );
}

#[test]
fn no_levels_one_depth_and_all_of_them_work() {
    for (levels, deepest, rows) in [("0", "1000", 7), ("1", "1", 1), ("200", "1000", 7)] {
        let rt = run("depth", &[("levels", levels), ("deepest", deepest)]);
        assert_eq!(model(&rt).tasks()[0].end.unwrap().1, Outcome::Done);
        assert_eq!(printed(&rt).len(), rows);
    }
}

#[test]
fn the_plot_has_a_dot_for_each_figure_that_is_printed() {
    let rt = run("depth", &[("levels", "30"), ("deepest", "10")]);
    let Some(Exhibit::Plot(plot)) = lessons::find("depth").unwrap().exhibit else {
        panic!("the lesson has a plot");
    };
    let drawn = |rt: &Runtime| -> Vec<_> {
        let series = plot(&points("depth", rt)).series.into_iter();
        series.map(|series| series.points).collect()
    };
    let ours = vec![(1.0, 0.0), (3.0, 0.0), (10.0, 0.0)];
    let javascripts = vec![(1.0, 1000.0), (3.0, 1000.0), (10.0, 1000.0)];
    assert_eq!(drawn(&rt), [ours, javascripts]);

    let old = run_that_prints(printed(&rt));
    assert_eq!(drawn(&old), drawn(&rt));
    let others = ["depth", "depth x: 1 ns, 1 ns per level", "else"];
    let others = run_that_prints(others.map(str::to_owned).into());
    assert_eq!(drawn(&others), [[], []]);
}
