//! Is it worth it: what waits overlaps, and the gain is never more than the number of jobs.

use super::common::{check_picture, model, points, printed, run, run_that_prints};
use coroscope::lessons::exhibit::Points;
use coroscope::lessons::{self, Exhibit};
use coroscope::time::ms;
use coroscope::trace::{Outcome, RunView};

#[test]
fn each_mix_is_measured_beside_what_is_predicted() {
    let rt = run("worth", &[("numbers", "1")]);
    check_picture("worth", &rt);
    // Computing takes no time on the virtual clock, so all that takes time overlaps.
    assert_eq!(
        printed(&rt),
        [
            "jobs: 4; each computes for 0 ms",
            "0 % waiting: 1.0 × as fast, predicted 1.0 ×",
            "50 % waiting: 4.0 × as fast, predicted 4.0 ×",
            "75 % waiting: 4.0 × as fast, predicted 4.0 ×",
            "90 % waiting: 4.0 × as fast, predicted 4.0 ×",
        ]
    );
    // Waits of 1, 3 and 9 ms, four times and once.
    assert_eq!(rt.time().elapsed(), ms((1 + 3 + 9) * (4 + 1)));
}

#[test]
fn the_readers_own_mix_is_measured_among_the_others_or_alone() {
    let rows = |settings: &[(&str, &str)]| -> Vec<String> {
        let lines = printed(&run("worth", &[settings, &[("numbers", "1")]].concat()));
        let rows = lines[1..].iter().filter_map(|line| line.split(' ').next());
        rows.map(str::to_owned).collect()
    };
    assert_eq!(rows(&[("share", "60")]), ["0", "50", "60", "75", "90"]);
    assert_eq!(rows(&[("share", "60"), ("variant", "mine")]), ["60"]);
}

#[test]
fn the_gain_is_never_more_than_the_number_of_jobs() {
    for jobs in ["1", "2", "200"] {
        let settings = [
            ("jobs", jobs),
            ("share", "99"),
            ("variant", "mine"),
            ("numbers", "0"),
        ];
        let row = format!("99 % waiting: {jobs}.0 × as fast, predicted {jobs}.0 ×");
        assert_eq!(printed(&run("worth", &settings)).last(), Some(&row));
    }
}

#[test]
fn no_jobs_and_nothing_to_compute_work() {
    for share in ["0", "99"] {
        for jobs in ["0", "1"] {
            let rt = run(
                "worth",
                &[("jobs", jobs), ("numbers", "0"), ("share", share)],
            );
            assert_eq!(model(&rt).tasks()[0].end.unwrap().1, Outcome::Done);
        }
    }
}

#[test]
fn the_plot_has_what_was_measured_and_what_is_predicted_for_every_mix() {
    let rt = run("worth", &[("numbers", "1"), ("jobs", "5")]);
    let Some(Exhibit::Plot(plot)) = lessons::find("worth").unwrap().exhibit else {
        panic!("the lesson has a plot");
    };
    let drawn = plot(&points("worth", &rt));
    assert_eq!(
        drawn.series[0].points,
        [(0.0, 1.0), (50.0, 5.0), (75.0, 5.0), (90.0, 5.0)]
    );
    // Half of five jobs waits: alone they take 5 × (1 + 1), together 5 × 1 + 1.
    let predicted = &drawn.series[1].points;
    assert_eq!((predicted.len(), predicted[0]), (100, (0.0, 1.0)));
    assert!((predicted[50].1 - 10.0 / 6.0).abs() < 1e-9);
    assert_eq!(plot(&Points::default()).series[1].points, []);

    let old = run_that_prints(printed(&rt));
    assert_eq!(plot(&points("worth", &old)), drawn);
}

#[test]
fn points_up_to_the_readers_moment_are_shown() {
    let rt = run("worth", &[("numbers", "1")]);
    let model = model(&rt);
    let until = |seq| rt.with_log(|log| Points::of("worth", RunView::new(log, &model), seq));
    // The first point is the number of jobs.
    let second = model.points[1].seq;
    assert_eq!(until(second - 1).series("measured").count(), 0);
    assert_eq!(until(second).series("measured").count(), 1);
}
