//! Pairs of settings for lessons about a difference, which the page runs one after the other and draws on one axis.

/// Two variants of a lesson that are worth comparing.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    /// The id of the lesson.
    pub lesson: &'static str,
    /// What the variants are called.
    pub names: [&'static str; 2],
    /// The settings of each variant, as (id, value). Both have the same ids.
    pub settings: [&'static [(&'static str, &'static str)]; 2],
}

/// All pairs; at most one for each lesson.
pub const PAIRS: &[Pair] = &[
    Pair {
        lesson: "sync",
        names: ["1 wait", "3 waits"],
        settings: [&[("waits", "1")], &[("waits", "3")]],
    },
    Pair {
        lesson: "locks",
        names: ["no lock", "Lock"],
        settings: [&[("variant", "none")], &[("variant", "lock")]],
    },
    Pair {
        lesson: "background",
        names: ["await", "forget"],
        settings: [&[("variant", "await")], &[("variant", "forget")]],
    },
    Pair {
        lesson: "files",
        names: ["scope", "last line"],
        settings: [&[("variant", "scope")], &[("variant", "last")]],
    },
    Pair {
        lesson: "blocking",
        names: ["in one go", "in slices"],
        settings: [&[("variant", "block")], &[("variant", "slices")]],
    },
    Pair {
        lesson: "helper",
        names: ["concurrency limit", "rate limit"],
        settings: [&[("variant", "map")], &[("variant", "pace")]],
    },
];

/// The pair of a lesson.
pub fn pair(lesson: &str) -> Option<&'static Pair> {
    PAIRS.iter().find(|pair| pair.lesson == lesson)
}
