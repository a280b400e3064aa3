//! Recordings: what is written and read again, and how foreign or damaged files are handled.
mod bad_input;
mod cut_off;
mod damaged;
mod format;
mod long;
mod parts;
mod round_trip;
mod samples;
mod sources;
mod tail;

use coroscope::Runtime;
use coroscope::export::{Meta, SourceFile};
use coroscope::lessons::{self, Values, doubles};
use coroscope::trace::Log;

/// Runs a lesson on the virtual clock and passes its log to `look`.
pub(crate) fn with_lesson<T>(id: &str, look: impl FnOnce(&Log) -> T) -> T {
    let lesson = lessons::find(id).unwrap();
    let world = doubles::world();
    let rt = Runtime::virtual_clock();
    let main = (lesson.program.start)(&Values::defaults(lesson.settings), world);
    drop(rt.start(main).named("main"));
    while rt.clock().is_some_and(|clock| clock.step()) {}
    rt.with_log(look)
}

pub(crate) fn meta() -> Meta {
    Meta {
        title: "A <b>run</b> & \"more\"".into(),
        lesson: "gather".into(),
        settings: vec![("tasks".into(), "5".into())],
        sources: vec![SourceFile {
            name: "depot/app.py".into(),
            text: "import asyncio\n\ttabs, \"quotes\" and \u{2028}\r\n".into(),
        }],
        ..Meta::default()
    }
}
