//! Filters tasks by name and state.

use super::state::{StateAt, of_track};
use coroscope_trace::time::Instant;
use coroscope_trace::track::TaskTrack;
use coroscope_trace::{Log, Moment, TextId};
use rustc_hash::FxHashMap;

/// Which tasks have a row.
///
/// # Examples
/// ```
/// use coroscope::timeline::{Filter, Rows, StateAt};
/// use coroscope::{Runtime, sleep, spawn, time::ms, trace::{Model, OutcomeKind, RunView}};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { spawn(async { sleep(ms(5)).await; Ok(()) }).named("Nap").await }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let run = RunView::new(log, &model);
///     let mut rows = Rows::default();
///     let filter = Filter { name: "nap".into(), ..Filter::default() };
///     rows.search(run, &filter);
///     assert_eq!((rows.len(), rows.matches()), (2, 1));
///     assert!(rows.get(0).unwrap().faded);
///     let failed = StateAt::Ended(OutcomeKind::Failed);
///     let filter = Filter { states: vec![failed], ..Filter::default() };
///     rows.search(run, &filter);
///     assert!(rows.is_empty());
/// });
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// A part of the name, case-insensitive. Empty matches every name.
    pub name: String,
    /// The task must be in one of these states. Empty matches every state.
    pub states: Vec<StateAt>,
    /// Tasks that ended before this have no row; `None` keeps them all.
    pub since: Option<Instant>,
    /// The moment at which the state is taken; `None` means the end of the log.
    pub moment: Option<Moment>,
}

/// Caches which names match, because a run has many tasks and few names.
pub(super) struct Names {
    wanted: Vec<char>,
    known: FxHashMap<TextId, bool>,
}

impl Filter {
    /// Whether it matches every task.
    pub fn is_empty(&self) -> bool {
        self.name.is_empty() && self.states.is_empty() && self.since.is_none()
    }

    pub(super) fn names(&self) -> Names {
        Names {
            wanted: lower(&self.name).collect(),
            known: FxHashMap::default(),
        }
    }

    pub(super) fn matches(&self, names: &mut Names, log: &Log, track: &TaskTrack) -> bool {
        self.is_recent(track) && names.has(log, track) && self.has_state(track)
    }

    fn is_recent(&self, track: &TaskTrack) -> bool {
        let (Some(since), Some((end, _))) = (self.since, track.end) else {
            return true;
        };
        end >= since
    }

    fn has_state(&self, track: &TaskTrack) -> bool {
        let end = Moment {
            seq: u64::MAX,
            at: Instant::MAX,
        };
        let state = || of_track(track, self.moment.unwrap_or(end));
        self.states.is_empty() || state().is_some_and(|state| self.states.contains(&state))
    }
}

impl Names {
    fn has(&mut self, log: &Log, track: &TaskTrack) -> bool {
        let wanted = &self.wanted;
        match track.name {
            _ if wanted.is_empty() => true,
            None => contains(&track.id.to_string(), wanted),
            Some(name) => {
                let known = self.known.entry(name);
                *known.or_insert_with(|| contains(log.text(name), wanted))
            }
        }
    }
}

fn lower(text: &str) -> impl Iterator<Item = char> + Clone {
    text.chars().flat_map(char::to_lowercase)
}

fn contains(text: &str, wanted: &[char]) -> bool {
    let mut rest = lower(text);
    loop {
        let mut here = rest.clone();
        if wanted.iter().all(|c| here.next() == Some(*c)) {
            return true;
        }
        if rest.next().is_none() {
            return false;
        }
    }
}
