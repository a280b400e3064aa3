//! The lines of a lesson's Python that do the same as lines of its Rust program: readers see those.

use crate::lessons::common::run;
use coroscope::lessons::{self, Lesson};
use coroscope::lint::{self, Finding};
use coroscope::timeline::lines_at;
use coroscope::trace::{Counterparts, Model, Moment, RunView};

fn counterparts(lesson: &Lesson) -> Counterparts {
    Counterparts {
        logged: lesson.program.file.into(),
        file: lesson.program.python_file.into(),
        lines: lesson.same_lines().collect(),
    }
}

#[test]
fn every_pair_is_of_lines_where_tasks_wait_or_begin() {
    // Calls that record a wait or a spawn. `with` waits at its beginning and its end.
    let begins = ["await ", "create_task(", "async with ", "async for "];
    for lesson in lessons::ALL {
        let line = |program: &'static str, n: u32| program.lines().nth(n as usize - 1);
        assert!(lesson.same_lines().count() > 0, "{}", lesson.id);
        for (rust, python) in lesson.same_lines() {
            assert!(
                line(lesson.program.source, rust).is_some(),
                "{} {rust}",
                lesson.id
            );
            let python = line(lesson.program.python, python).unwrap_or_default();
            let does = begins.iter().any(|word| python.contains(word));
            assert!(does, "{}: {python}", lesson.id);
        }
    }
}

#[test]
fn findings_name_lines_of_the_python_and_advise_in_its_terms() {
    let lesson = lessons::find("background").unwrap();
    let rt = run("background", &[("variant", "forget")]);
    let python = counterparts(lesson);
    let created = lesson
        .program
        .python
        .lines()
        .position(|line| line.contains("create_task"));
    let found = |counterparts: Option<&Counterparts>| {
        rt.with_log(|log| {
            let model = Model::of(log);
            let view = RunView::new(log, &model).in_lines_of(counterparts);
            lint::findings(view, &lint::Options::default())
        })
    };
    let [finding]: [Finding; 1] = found(Some(&python)).try_into().unwrap();
    let created = created.unwrap() as u32 + 1;
    rt.with_log(|log| {
        let model = Model::of(log);
        let view = RunView::new(log, &model).in_lines_of(Some(&python));
        let shown = view.place(finding.places[0]).unwrap();
        assert_eq!(
            (&*shown.file, shown.line),
            (lesson.program.python_file, created)
        );
    });
    let [in_rust]: [Finding; 1] = found(None).try_into().unwrap();
    assert!(in_rust.is_same(&finding));
    assert_ne!(in_rust.advice, finding.advice);
}

#[test]
fn places_in_the_log_stay_lines_of_the_rust_program() {
    let lesson = lessons::find("sync").unwrap();
    let rt = run("sync", &[]);
    let python = counterparts(lesson);
    rt.with_log(|log| {
        let model = Model::of(log);
        let view = RunView::new(log, &model).in_lines_of(Some(&python));
        let asleep =
            Moment::at(log, coroscope::time::Instant::ZERO + coroscope::time::ms(5)).unwrap();
        let lines = lines_at(view, |file| file == lesson.program.file, asleep);
        assert!(!lines.is_empty());
        for (_, line) in lines {
            let text = lesson
                .program
                .source
                .lines()
                .nth(line as usize - 1)
                .unwrap();
            assert!(text.contains("sleep(") || text.contains("await"), "{text}");
        }
    });
}
