//! What is explored, and how.

use coroscope::explore::{DEFAULT_SCHEDULES, Explorer, Lines, Schedule};
use std::time::Duration;

/// The options of a search.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// The number of schedules to try.
    pub(crate) schedules: usize,
    /// The seed of the random part.
    pub(crate) seed: u64,
    /// The schedule to replay, instead of a search.
    pub(crate) schedule: Option<Schedule>,
    /// The name of the task that may be cancelled.
    pub(crate) cancel: Option<String>,
    /// Whether requests may fail.
    pub(crate) requests_fail: bool,
    /// If sleeps stand for answers: how many times as long they may take.
    pub(crate) sleeps: Option<u32>,
    /// By how much a sleep may be late.
    pub(crate) late: Option<Duration>,
    /// Which printed lines tell outcomes apart.
    pub(crate) lines: Lines,
    /// Whether findings tell outcomes apart.
    pub(crate) findings: bool,
    /// How long one run may compute, in seconds.
    pub(crate) limit: u32,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            schedules: DEFAULT_SCHEDULES,
            seed: 0,
            schedule: None,
            cancel: None,
            requests_fail: false,
            sleeps: None,
            late: None,
            lines: Lines {
                containing: String::new(),
                in_order: false,
                with_times: false,
            },
            findings: true,
            limit: 10,
        }
    }
}

/// A script, and how to explore it.
pub(crate) struct Plan {
    pub(crate) script: String,
    pub(crate) settings: Settings,
}

impl Plan {
    pub(crate) fn explorer(&self) -> Explorer {
        let settings = &self.settings;
        let mut explorer = Explorer::new()
            .schedules(settings.schedules)
            .seed(settings.seed)
            .lines(settings.lines.clone());
        if let Some(task) = &settings.cancel {
            explorer = explorer.cancel(task);
        }
        if settings.requests_fail {
            explorer = explorer.requests_fail();
        }
        if let Some(times) = settings.sleeps {
            explorer = explorer.sleeps_as_answers(times);
        }
        if let Some(late) = settings.late {
            explorer = explorer.late(late);
        }
        explorer
    }
}
