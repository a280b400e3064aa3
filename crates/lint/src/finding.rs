//! A finding, as plain data.

use coroscope_trace::sort;
use coroscope_trace::time::Instant;
use coroscope_trace::{PlaceId, ResourceId, TaskId};

/// The kind of a finding. Each lint rule declares its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FindingKind(&'static str);

impl FindingKind {
    pub(super) const fn new(id: &'static str) -> FindingKind {
        FindingKind(id)
    }

    /// The id, for links and style sheets; also the name of its page in `docs/findings`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(coroscope::lint::FindingKind::HELD_LOCK.id(), "held-lock");
    /// ```
    pub fn id(self) -> &'static str {
        self.0
    }
}

/// A problem that was found in a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its kind.
    pub kind: FindingKind,
    /// When it began.
    pub at: Instant,
    /// When it was over.
    pub until: Instant,
    /// The tasks it is about; the most relevant one is first. Empty if it is about a queue and the log does not show which
    /// tasks filled it.
    pub tasks: Vec<TaskId>,
    /// The tasks that had to wait because of it, the longest wait first.
    pub victims: Vec<TaskId>,
    /// The lines it is about; the most relevant one is first.
    pub places: Vec<PlaceId>,
    /// The queue or lock it is about.
    pub resource: Option<ResourceId>,
    /// A short summary.
    pub title: String,
    /// What happened, and to which tasks.
    pub sentence: String,
    /// What would help.
    pub advice: String,
}

impl Finding {
    /// Whether another finding is about the same problem: while a run continues, a worse case of it may replace this one.
    ///
    /// # Examples
    /// ```
    /// use coroscope::lint::{Options, findings};
    /// use coroscope::{Event, Runtime, trace::{Model, RunView}};
    /// let rt = Runtime::virtual_clock();
    /// let hangs = rt.block_on(async { Event::new().wait().await; Ok(()) });
    /// assert!(hangs.is_err());
    /// let found = rt.with_log(|log| findings(RunView::new(log, &Model::of(log)), &Options::default()));
    /// assert!(found[0].is_same(&found[0].clone()));
    /// ```
    pub fn is_same(&self, other: &Finding) -> bool {
        let about = |it: &Finding| (it.kind, it.resource, it.places.first().copied());
        about(self) == about(other)
    }
}

/// Sorts findings as readers see them: a deadlock first, since it is why the run does not continue, then in the order in
/// which they began. Findings that began together keep the order of the rules.
pub(crate) fn sort(findings: &mut [Finding]) {
    sort::by_key(findings, |finding| {
        (finding.kind != FindingKind::DEADLOCK, finding.at)
    });
}
