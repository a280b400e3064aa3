//! Texts and settings of the lesson about what async gains.

use super::super::exhibit::{Axis, Exhibit, Plot, Series};
use super::{Lesson, Setting, SettingKind, program};

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "worth",
    title: "Is it worth it?",
    sentence: "Jobs compute for a while and then wait for a while, one after the other and together. Async lets the waiting overlap; the computing stays as long as it was.",
    question: "How much faster are your jobs together, and is that as much as one would predict?",
    settings: &[
        Setting {
            id: "share",
            label: "Waiting",
            hint: "the share of a job in which it waits for the network or a disk; it computes for the rest",
            kind: SettingKind::Number {
                min: 0,
                max: 99,
                default: 75,
                unit: "%",
            },
        },
        Setting {
            id: "jobs",
            label: "Jobs",
            hint: "how many there are; the gain is never more than that",
            kind: SettingKind::Number {
                min: 0,
                max: 200,
                default: 4,
                unit: "",
            },
        },
        Setting {
            id: "numbers",
            label: "Computing",
            hint: "up to where a job counts primes; the wait goes with the time that this takes",
            kind: SettingKind::Number {
                min: 0,
                max: 500,
                default: 100,
                unit: "thousand",
            },
        },
        Setting {
            id: "variant",
            label: "Mixes",
            hint: "your own share of waiting alone, or with others to compare",
            kind: SettingKind::Choice {
                options: &[
                    ("curve", "0, 50, 75 and 90 %, and mine"),
                    ("mine", "mine only"),
                ],
                default: "curve",
            },
        },
    ],
    exhibit: Some(Exhibit::Plot(plot)),
    measures: true,
    program: program!(worth),
};

/// The speed-up of each mix, from rows such as `75 % waiting: 2.1 × as fast, predicted 2.3 ×`, and what is
/// predicted for all mixes of as many jobs.
fn plot(printed: &[&str]) -> Plot {
    let measured = printed.iter().filter_map(|line| {
        let (share, gain) = line.split_once(" % waiting: ")?;
        let gain = gain.split_once(" × as fast")?.0;
        Some((share.parse().ok()?, gain.parse().ok()?))
    });
    let jobs = printed
        .iter()
        .find_map(|line| line.strip_prefix("jobs: ")?.split_once("; "));
    let jobs = jobs.and_then(|(jobs, _)| jobs.parse::<f64>().ok());
    let predicted = jobs.filter(|jobs| *jobs >= 1.0).map_or(Vec::new(), |jobs| {
        let gain = |waiting: f64| jobs / (jobs * (1.0 - waiting) + waiting);
        (0..=99)
            .map(|share| (f64::from(share), gain(f64::from(share) / 100.0)))
            .collect()
    });
    Plot {
        title: "How much faster the jobs are together",
        across: Axis {
            label: "% of a job that is waiting",
            range: (0.0, 100.0),
            is_log: false,
        },
        up: Axis {
            label: "× as fast",
            range: (0.0, 2.0),
            is_log: false,
        },
        series: vec![
            Series {
                name: "measured",
                points: measured.collect(),
                measured: true,
            },
            Series {
                name: "predicted",
                points: predicted,
                measured: false,
            },
        ],
    }
}
