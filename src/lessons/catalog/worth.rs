//! Texts and settings of the lesson about what async gains.

use super::super::exhibit::{Axis, Exhibit, Plot, Points, Series};
use super::{DefaultClock, Lesson, Setting, SettingKind, Topic, program};
use crate::wording::{text, tr};

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "worth",
    title: text!("Is it worth it?"),
    topic: Topic::Costs,
    sentence: text!(
        "Jobs compute for a while and then wait for a while, one after the other and together. Async lets the waits overlap; the computing takes as long as before."
    ),
    question: text!("How much faster are your jobs together, and does that match the prediction?"),
    settings: &[
        Setting {
            id: "share",
            label: text!("Waiting"),
            hint: text!(
                "the share of its time that a job waits for the network or a disk; for the rest it computes"
            ),
            kind: SettingKind::Number {
                min: 0,
                max: 99,
                default: 75,
                unit: "%",
            },
        },
        Setting {
            id: "jobs",
            label: text!("Jobs"),
            hint: text!("how many jobs there are; they are never sped up more than that"),
            kind: SettingKind::Number {
                min: 0,
                max: 200,
                default: 4,
                unit: "",
            },
        },
        Setting {
            id: "numbers",
            label: text!("Computing"),
            hint: text!(
                "a job counts primes up to this number; the longer that takes, the longer it waits"
            ),
            kind: SettingKind::Number {
                min: 0,
                max: 500,
                default: 100,
                unit: text!("thousand"),
            },
        },
        Setting {
            id: "variant",
            label: text!("Compare"),
            hint: text!("whether your share of waiting is compared with others"),
            kind: SettingKind::Choice {
                options: &[
                    ("curve", text!("with 0, 50, 75 and 90 %")),
                    ("mine", text!("with nothing")),
                ],
                default: "curve",
            },
        },
    ],
    exhibit: Some(Exhibit::Plot(plot)),
    clock: DefaultClock::RealToMeasure,
    program: program!(worth),
};

/// The measured speed-up of each share of waiting, and the predicted one for all shares.
fn plot(points: &Points) -> Plot {
    let jobs = points.last("jobs").map(|(jobs, _)| jobs);
    let predicted = jobs.filter(|jobs| *jobs >= 1.0).map_or(Vec::new(), |jobs| {
        let gain = |waiting: f64| jobs / (jobs * (1.0 - waiting) + waiting);
        (0..=99)
            .map(|share| (f64::from(share), gain(f64::from(share) / 100.0)))
            .collect()
    });
    Plot {
        title: tr!("How much faster the jobs are together"),
        across: Axis {
            label: tr!("% of a job that is waiting"),
            range: (0.0, 100.0),
            is_log: false,
        },
        up: Axis {
            label: tr!("× as fast"),
            range: (0.0, 2.0),
            is_log: false,
        },
        series: vec![
            Series {
                name: tr!("measured"),
                points: points.series("measured").collect(),
                measured: true,
            },
            Series {
                name: tr!("predicted"),
                points: predicted,
                measured: false,
            },
        ],
    }
}
