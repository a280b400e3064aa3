//! Files: what is closed in a scope is kept, and the loop goes on meanwhile.

use crate::lessons::common::{check_picture, model, printed, run, run_in};
use coroscope::lessons::doubles::{self, MemoryFiles};
use coroscope::trace::{EventKind, Log, Outcome, TaskId};
use coroscope::world::{Answer, Files, Mode, OpenFile};
use coroscope::{Error, Runtime};
use std::rc::Rc;

/// The lesson with a file system to look into afterwards.
fn run_with(settings: &[(&str, &str)]) -> (Runtime, MemoryFiles) {
    let files = MemoryFiles::default();
    let mut world = doubles::world();
    world.files = Rc::new(files.clone());
    (run_in(world, "files", settings), files)
}

fn named(log: &Log, name: &str) -> TaskId {
    let model = coroscope::trace::Model::of(log);
    let mut tasks = model.tasks().iter();
    let task = tasks.find(|task| model.task_name(log, task.id) == name);
    task.unwrap().id
}

#[test]
fn a_scope_closes_the_file_of_a_cancelled_writer_before_its_task_ends() {
    let (rt, files) = run_with(&[]);
    check_picture("files", &rt);
    assert_eq!(files.open_now(), 0);
    // A line after every 100 ms and what it takes to write one, for 450 ms.
    let kept = "line 1\nline 2\nline 3\nline 4\n";
    assert_eq!(files.text("notes.txt").as_deref(), Some(kept));
    rt.with_log(|log| {
        let writer = named(log, "writer");
        let place = |kind: fn(&EventKind) -> Option<TaskId>| {
            log.iter()
                .position(|event| kind(&event.kind) == Some(writer))
        };
        let asked = place(|kind| match kind {
            EventKind::CancelRequested { task, .. } => Some(*task),
            _ => None,
        });
        let closed = place(|kind| match kind {
            EventKind::Printed { task, .. } => *task,
            _ => None,
        });
        let ended = place(|kind| match kind {
            EventKind::TaskEnded { task, .. } => Some(*task),
            _ => None,
        });
        assert!(asked.is_some() && asked < closed && closed < ended);
    });
    let lines = printed(&rt);
    assert_eq!(lines[0], "notes.txt is closed");
    assert_eq!(lines[1], "the writer was cancelled");
    assert_eq!(lines[4], "reader 3 found 4 lines");
}

#[test]
fn a_file_that_only_the_last_line_closes_loses_what_a_cancelled_writer_wrote() {
    let (rt, files) = run_with(&[("variant", "last")]);
    check_picture("files_last_line", &rt);
    assert_eq!(files.text("notes.txt").as_deref(), Some(""));
    assert!(!printed(&rt).contains(&"notes.txt is closed".to_owned()));
    assert_eq!(printed(&rt)[1], "reader 1 found 0 lines");
}

#[test]
fn both_keep_all_lines_if_the_writer_is_not_cancelled() {
    for variant in ["scope", "last"] {
        let (rt, files) = run_with(&[("variant", variant), ("cancel", "0")]);
        assert_eq!(files.text("notes.txt").unwrap().lines().count(), 8);
        assert_eq!(printed(&rt)[1], "reader 1 found 8 lines");
    }
}

#[test]
fn the_ticker_goes_on_while_files_are_awaited() {
    let rt = run(
        "files",
        &[("pause", "0"), ("lines", "100"), ("cancel", "0")],
    );
    // A hundred lines of 5 ms each, and nothing else, take the writer more than 500 ms.
    assert_eq!(
        printed(&rt).last().unwrap(),
        "meanwhile the ticker ticked 10 times"
    );
}

#[test]
fn no_lines_no_readers_and_many_of_both_work() {
    for (lines, readers) in [("0", "0"), ("1", "1"), ("1000", "100")] {
        let settings = [
            ("lines", lines),
            ("readers", readers),
            ("pause", "0"),
            ("cancel", "0"),
        ];
        let (rt, files) = run_with(&settings);
        assert_eq!(model(&rt).tasks()[0].end.unwrap().1, Outcome::Done);
        assert_eq!(files.open_now(), 0);
        assert_eq!(
            files.text("notes.txt").unwrap().lines().count().to_string(),
            lines
        );
        assert_eq!(
            model(&rt).tasks().len(),
            3 + readers.parse::<usize>().unwrap()
        );
    }
}

#[test]
fn a_writer_that_is_cancelled_at_any_millisecond_leaves_no_file_open() {
    for variant in ["scope", "last"] {
        for cancel in 1..=40 {
            let cancel = cancel.to_string();
            let settings = [
                ("variant", variant),
                ("cancel", cancel.as_str()),
                ("pause", "7"),
                ("readers", "1"),
            ];
            let (rt, files) = run_with(&settings);
            assert!(model(&rt).all_done());
            assert_eq!(files.open_now(), 0, "{variant}, after {cancel} ms");
        }
    }
}

struct NoFiles;

impl Files for NoFiles {
    fn open(&self, name: &str, _: Mode) -> Answer<Box<dyn OpenFile>> {
        let refusal = Error::msg(format_args!("{name} could not be opened: no files here"));
        Box::pin(async move { Err(refusal) })
    }
}

#[test]
fn without_a_file_system_the_run_says_what_is_missing() {
    let mut world = doubles::world();
    world.files = Rc::new(NoFiles);
    let rt = run_in(world, "files", &[]);
    let end = model(&rt).tasks()[0].end.unwrap().1;
    let Outcome::Failed(why) = end else {
        panic!("{end:?}");
    };
    rt.with_log(|log| {
        assert_eq!(
            log.text(why),
            "notes.txt could not be opened: no files here"
        );
    });
}
