//! Plots: axes include every point and end at a tick.

use coroscope::lessons::exhibit::{Axis, Plot, Series};
use coroscope::lessons::plot::{self, PlotPicture};

fn drawn(is_log: bool, points: &[(f64, f64)]) -> PlotPicture {
    let axis = Axis {
        label: "",
        range: if is_log { (1.0, 10.0) } else { (0.0, 1.0) },
        is_log,
    };
    let series = Series {
        name: "",
        points: points.to_vec(),
        measured: true,
    };
    let all = Plot {
        title: "",
        across: axis,
        up: axis,
        series: vec![series],
    };
    plot::draw(&all, 400.0, 200.0)
}

fn labels(ticks: &[(f64, String)]) -> Vec<&str> {
    ticks.iter().map(|(_, label)| label.as_str()).collect()
}

#[test]
fn an_axis_includes_all_points_and_ends_at_a_tick() {
    let picture = drawn(false, &[(3.0, 0.07), (17.0, 430.0)]);
    assert_eq!(labels(&picture.across), ["0", "5", "10", "15", "20"]);
    assert_eq!(
        labels(&picture.up),
        ["0", "100", "200", "300", "400", "500"]
    );
    let picture = drawn(true, &[(3.0, 0.02), (170.0, 9.0)]);
    assert_eq!(labels(&picture.across), ["1", "10", "100", "1000"]);
    assert_eq!(labels(&picture.up), ["0.01", "0.1", "1", "10"]);
}

#[test]
fn ticks_have_equal_distances() {
    for is_log in [false, true] {
        let picture = drawn(is_log, &[(1.0, 1.0), (900.0, 90.0)]);
        for ticks in [&picture.across, &picture.up] {
            let places: Vec<f64> = ticks.iter().map(|(place, _)| *place).collect();
            let step = places[1] - places[0];
            assert!(
                places
                    .windows(2)
                    .all(|two| (two[1] - two[0] - step).abs() < 1e-6)
            );
        }
    }
}

#[test]
fn points_that_an_axis_cannot_show_are_omitted() {
    let none = [
        (0.0, 5.0),
        (5.0, -1.0),
        (f64::NAN, 1.0),
        (1.0, f64::INFINITY),
    ];
    assert_eq!(drawn(true, &none).series, [""]);
    assert_eq!(drawn(true, &[]).series, [""]);
    assert_eq!(drawn(false, &[(f64::NAN, 1.0)]).series, [""]);
}
