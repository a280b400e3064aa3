//! Texts and settings of the lesson about deep awaits.

use super::super::exhibit::{Axis, Exhibit, Plot, Points, Series};
use super::{DefaultClock, Lesson, Setting, SettingKind, Topic, program};
use crate::wording::{text, tr};

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "depth",
    title: text!("Deep awaits"),
    topic: Topic::Costs,
    sentence: text!(
        "An async function awaits another, which awaits another, and so on; the innermost one yields. The cost is measured at several depths, next to JavaScript’s own await."
    ),
    question: text!("What does one level of await cost, and is it the same at every depth?"),
    settings: &[
        Setting {
            id: "levels",
            label: text!("Total levels"),
            hint: text!(
                "each depth is awaited repeatedly until this many levels have been awaited; more levels give steadier figures"
            ),
            kind: SettingKind::Number {
                min: 0,
                max: 200,
                default: 30,
                unit: text!("thousand"),
            },
        },
        Setting {
            id: "deepest",
            label: text!("Deepest"),
            hint: text!("the depths are 1, 3, 10, 30, 100, 300 and 1000, up to this one"),
            kind: SettingKind::Number {
                min: 1,
                max: 1_000,
                default: 1_000,
                unit: "",
            },
        },
    ],
    exhibit: Some(Exhibit::Plot(plot)),
    clock: DefaultClock::RealToMeasure,
    program: program!(depth),
};

/// The cost of a level at each depth.
fn plot(points: &Points) -> Plot {
    let series = |name, recorded| Series {
        name,
        points: points.series(recorded).collect(),
        measured: true,
    };
    let axis = |label, range| Axis {
        label,
        range,
        is_log: true,
    };
    Plot {
        title: tr!("Cost of a level at each depth"),
        across: axis(tr!("depth, in levels"), (1.0, 1_000.0)),
        up: axis(tr!("ns per level"), (10.0, 1_000.0)),
        series: vec![
            series(tr!("Rust’s await"), "Rust’s await"),
            series(tr!("JavaScript’s await"), "JavaScript’s await"),
        ],
    }
}
