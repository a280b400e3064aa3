//! Pairs of settings for lessons about a difference, which the page runs one after the other and draws on one axis.

use crate::wording::text;

/// Two variants of a lesson that are worth comparing.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    /// The id of the lesson.
    pub lesson: &'static str,
    /// What the variants are called, in English.
    pub names: [&'static str; 2],
    /// The settings of each variant, as (id, value). Both have the same ids.
    pub settings: [&'static [(&'static str, &'static str)]; 2],
}

/// All pairs; at most one for each lesson.
pub const PAIRS: &[Pair] = &[
    Pair {
        lesson: "sync",
        names: [text!("1 wait"), text!("3 waits")],
        settings: [&[("waits", "1")], &[("waits", "3")]],
    },
    Pair {
        lesson: "locks",
        names: [text!("no lock"), text!("Lock")],
        settings: [&[("variant", "none")], &[("variant", "lock")]],
    },
    Pair {
        lesson: "background",
        names: [text!("await"), text!("forget")],
        settings: [&[("variant", "await")], &[("variant", "forget")]],
    },
    Pair {
        lesson: "files",
        names: [text!("scope"), text!("last line")],
        settings: [&[("variant", "scope")], &[("variant", "last")]],
    },
    Pair {
        lesson: "blocking",
        names: [text!("in one go"), text!("in slices")],
        settings: [&[("variant", "block")], &[("variant", "slices")]],
    },
    Pair {
        lesson: "helper",
        names: [text!("concurrency limit"), text!("rate limit")],
        settings: [&[("variant", "map")], &[("variant", "pace")]],
    },
];

/// The pair of a lesson.
pub fn pair(lesson: &str) -> Option<&'static Pair> {
    PAIRS.iter().find(|pair| pair.lesson == lesson)
}
