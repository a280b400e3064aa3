//! Finds what happened at a line of a program.

use coroscope_trace::{PlaceId, RunView, TaskId};
use rustc_hash::FxHashMap;

/// The first span after the event `seq` that belongs to one of these lines of a file: a wait that began there, or the first span of
/// a task that was spawned there. If there is none after `seq`, the first one in the log. `is_file` says
/// which paths are that file's.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms, timeline::next_at_line, trace::{Model, RunView}};
/// let rt = Runtime::virtual_clock();
/// let line = line!() + 1;
/// rt.block_on(async { sleep(ms(5)).await; sleep(ms(5)).await; Ok(()) }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let run = RunView::new(log, &model);
///     let main = &model.tasks()[0];
///     let next = |seq| next_at_line(run, |name| name == file!(), &[line], seq).unwrap();
///     let (first, second) = (next(0), next(main.spans.get(next(0).1).unwrap().seq));
///     assert_eq!((first, second), ((main.id, 2), (main.id, 5)));
///     assert!(next_at_line(run, |name| name == file!(), &[line + 1], 0).is_none());
/// });
/// ```
pub fn next_at_line(
    run: RunView<'_>,
    is_file: impl Fn(&str) -> bool,
    lines: &[u32],
    seq: u64,
) -> Option<(TaskId, usize)> {
    // Many tasks wait at few places.
    let mut known: FxHashMap<PlaceId, bool> = FxHashMap::default();
    let mut is_here = |place: PlaceId| {
        *known.entry(place).or_insert_with(|| {
            let place = run.log.place(place);
            place.is_some_and(|place| lines.contains(&place.line) && is_file(&place.file))
        })
    };
    let (mut first, mut next) = (None, None);
    let mut found = |at: u64, task: TaskId, span: usize| {
        let least = |best: &mut Option<(u64, TaskId, usize)>| {
            if best.is_none_or(|best| at < best.0) {
                *best = Some((at, task, span));
            }
        };
        least(&mut first);
        if at > seq {
            least(&mut next);
        }
    };
    for track in run.model.tasks() {
        if track.place.is_some_and(&mut is_here) {
            track
                .spans
                .first()
                .inspect(|span| found(span.seq, track.id, 0));
        }
        for (n, span) in track.spans.iter().enumerate() {
            let place = span.waited.filter(|_| span.state.is_waiting());
            if place.is_some_and(|waited| is_here(waited.place)) {
                found(span.seq, track.id, n);
            }
        }
    }
    next.or(first).map(|(_, task, span)| (task, span))
}
