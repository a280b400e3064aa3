//! Where tasks are in the shown program.

use crate::timeline::lines_at;
use crate::trace::{Moment, TaskId, TaskState};
use crate::web::state::State;
use crate::wording::tr;
use std::collections::BTreeMap;

/// The tasks at each line, in the order of spawning.
pub(super) type Marks = BTreeMap<u32, Vec<(TaskId, TaskState)>>;

/// The marked lines in words, since not all may be visible.
pub(super) fn marked_lines(marks: &Marks) -> String {
    let lines: Vec<String> = marks.keys().map(u32::to_string).collect();
    match lines.as_slice() {
        [] => String::new(),
        [line] => tr!("tasks at line {line}", line),
        lines => tr!("tasks at lines {lines}", lines = lines.join(", ")),
    }
}

/// The tasks at each line of the shown program, at the reader's moment or else at the start of the selected span.
pub(super) fn marks(state: &State, selected: Option<(TaskId, usize)>) -> Marks {
    let mut marks = Marks::new();
    let Some(run) = state.run.as_ref() else {
        return marks;
    };
    let span = || {
        let (task, span) = selected?;
        run.model.task(task)?.spans.get(span)
    };
    let moment = state.moment().or_else(|| {
        let span = span()?;
        Some(Moment {
            seq: span.seq,
            at: span.from,
        })
    });
    let Some(moment) = moment else { return marks };
    let shown = state.shown_lines();
    run.with_view(|view| {
        for (task, line) in lines_at(view, |path| state.is_shown_file(path), moment) {
            let Some(line) = shown.shown(line) else {
                continue;
            };
            let track = run.model.task(task);
            let doing = track.and_then(|track| track.span_at_seq(moment.seq));
            if let Some(span) = doing {
                marks.entry(line).or_default().push((task, span.state));
            }
        }
    });
    marks
}

/// The line of the shown program where the selected span began.
pub(super) fn line_of(state: &State, selected: Option<(TaskId, usize)>) -> Option<u32> {
    let (task, span) = selected?;
    let run = state.run.as_ref()?;
    let place = run.model.task(task)?.spans.get(span)?.waited?.place;
    run.with_log(|log| {
        let place = log.place(place)?;
        let is_here = state.is_shown_file(&place.file);
        is_here.then(|| state.shown_lines().shown(place.line))?
    })
}
