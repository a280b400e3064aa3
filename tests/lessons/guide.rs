//! The guides of lessons: guesses, answers, moments to look at and exercises, for the defaults and for each try.
//!
//! `guide_measured.rs` has those of lessons that measure computing, which takes no time on the virtual clock.

use super::common::run;
use coroscope::Runtime;
use coroscope::lessons::guide::{Answer, Facts};
use coroscope::lessons::settings::SettingKind;
use coroscope::lessons::{self, DefaultClock, Lesson, OrderSearch, Sleeps, Values};
use coroscope::timeline::{RunEnd, run_end};
use coroscope::trace::{Model, RunView};
use std::fmt::Write as _;
use std::path::PathBuf;

type Settings<'a> = &'a [(&'a str, &'a str)];

/// Settings that solve the exercises of lessons that do not measure.
const SOLUTIONS: [(&str, Settings); 15] = [
    ("sync", &[("waits", "20"), ("wait", "150")]),
    ("pause", &[("every", "10"), ("pause", "250")]),
    ("loop", &[("delay", "40")]),
    ("gather", &[("tasks", "12"), ("order", "together")]),
    ("background", &[("variant", "forget"), ("own", "800")]),
    ("queue", &[("consumers", "8")]),
    ("locks", &[("variant", "lock"), ("pause", "10")]),
    ("machine", &[("variant", "reserve")]),
    ("downloads", &[("limit", "5")]),
    ("files", &[("lines", "50"), ("pause", "10")]),
    ("timeouts", &[("cleanup", "20"), ("report", "work")]),
    ("groups", &[("closing", "20")]),
    ("pipeline", &[("fetchers", "9")]),
    ("many", &[("clients", "1000"), ("pause", "20")]),
    (
        "helper",
        &[
            ("variant", "retry"),
            ("pause", "10"),
            ("refusals", "3"),
            ("attempts", "4"),
        ],
    ),
];

pub(super) fn values(lesson: &Lesson, settings: Settings) -> Values {
    let mut values = Values::defaults(lesson.settings);
    for (id, value) in settings {
        values.set(lesson.settings, id, value).unwrap();
    }
    values
}

/// What `read` says about a run that went on until it ended or was stuck.
pub(super) fn with_facts<R>(
    lesson: &Lesson,
    settings: Settings,
    rt: &Runtime,
    read: impl FnOnce(&Facts) -> R,
) -> R {
    let values = values(lesson, settings);
    rt.with_log(|log| {
        let model = Model::of(log);
        let end = match run_end(&model) {
            // All runs here go on until nothing can continue.
            RunEnd::Stopped => RunEnd::Deadlock(model.now()),
            end => end,
        };
        read(&Facts::new(RunView::new(log, &model), &values, end))
    })
}

pub(super) fn answer(lesson: &Lesson, settings: Settings, rt: &Runtime) -> Answer {
    with_facts(lesson, settings, rt, |facts| lesson.answer(facts)).expect("it has a guide")
}

pub(super) fn is_solved(lesson: &'static Lesson, settings: Settings, rt: &Runtime) -> bool {
    let solves = with_facts(lesson, settings, rt, |facts| lesson.is_solved(facts));
    let in_every_order = lesson.guide().is_some_and(|it| it.exercise.in_every_order);
    solves && (!in_every_order || holds(lesson, settings))
}

/// Whether all orders have the same outcome.
fn holds(lesson: &'static Lesson, settings: Settings) -> bool {
    let mut search = OrderSearch::new(lesson, &values(lesson, settings), Sleeps::Sleep);
    while search.step() {}
    search.holds()
}

/// The lessons that do not measure.
fn unmeasured() -> impl Iterator<Item = &'static Lesson> {
    lessons::ALL
        .iter()
        .filter(|lesson| lesson.clock != DefaultClock::RealToMeasure)
}

/// Guesses, answer and spots, as text. The guess that the run confirms has a mark.
fn described(lesson: &'static Lesson, settings: Settings) -> String {
    let rt = run(lesson.id, settings);
    let answer = answer(lesson, settings, &rt);
    let mut text = String::new();
    let guesses = lesson.guesses(&values(lesson, settings));
    for (number, guess) in guesses.iter().enumerate() {
        let mark = if answer.right == Some(number) {
            "✓"
        } else {
            " "
        };
        let line = format!("  {mark} {} ({})", guess.value, guess.meaning);
        writeln!(text, "{}", line.trim_end_matches(" ()")).unwrap();
    }
    writeln!(text, "  {}", answer.sentence).unwrap();
    rt.with_log(|log| {
        let model = Model::of(log);
        for (spot, number) in answer.spots.iter().zip(1..) {
            let at = log.get(spot.seq).expect("an event").at;
            let task = spot.task.map(|task| model.task_name(log, task));
            let task = task.unwrap_or("callback".into());
            writeln!(text, "  {number}. {at}, {task}: {}", spot.sentence).unwrap();
        }
    });
    let solved = if is_solved(lesson, settings, &rt) {
        "solved"
    } else {
        "not solved"
    };
    writeln!(text, "  Exercise: {solved}").unwrap();
    text
}

#[test]
fn answers_are_as_in_the_golden_files() {
    let mut different = Vec::new();
    for lesson in unmeasured() {
        let guide = lesson.guide().expect("each lesson has a guide");
        let mut found = format!("Defaults\n{}", described(lesson, &[]));
        for tried in guide.tries {
            let text = described(lesson, tried.settings);
            assert!(
                !text.contains("Exercise: solved"),
                "{} is solved by a try",
                lesson.id
            );
            write!(found, "\n{}\n{text}", tried.label).unwrap();
        }
        let name = format!("tests/golden/guide_{}.txt", lesson.id);
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(&name);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&path, &found).unwrap();
        }
        if std::fs::read_to_string(&path).unwrap_or_default() != found {
            different.push(format!("{name} differs; found:\n{found}"));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}

#[test]
fn with_defaults_each_run_confirms_a_guess_and_has_moments_to_look_at() {
    for lesson in unmeasured() {
        let guesses = lesson.guesses(&values(lesson, &[]));
        assert!(
            (2..=3).contains(&guesses.len()),
            "{}: {guesses:?}",
            lesson.id
        );
        let answer = answer(lesson, &[], &run(lesson.id, &[]));
        assert!(
            answer.right.is_some_and(|right| right < guesses.len()),
            "{}",
            lesson.id
        );
        assert!((2..=3).contains(&answer.spots.len()), "{}", lesson.id);
    }
}

#[test]
fn an_exercise_is_solved_by_other_settings_than_the_defaults() {
    for lesson in unmeasured() {
        let solved = |settings| is_solved(lesson, settings, &run(lesson.id, settings));
        let (_, solution) = SOLUTIONS
            .iter()
            .find(|(id, _)| *id == lesson.id)
            .expect("a solution");
        assert!(!solved(&[]), "{} is solved by its defaults", lesson.id);
        assert!(
            solved(solution),
            "{} is not solved by {solution:?}",
            lesson.id
        );
    }
}

#[test]
fn an_exercise_is_not_solved_by_settings_that_have_to_stay() {
    for (id, settings) in [
        ("queue", [("documents", "0"), ("work", "0")]),
        ("downloads", [("latency", "1"), ("limit", "5")]),
        ("locks", [("tasks", "1"), ("times", "1")]),
        ("pipeline", [("documents", "1"), ("latency", "0")]),
    ] {
        let lesson = lessons::find(id).unwrap();
        assert!(!is_solved(lesson, &settings, &run(id, &settings)), "{id}");
    }
}

/// Each of these settings is right in the usual order, and not in another.
#[test]
fn an_exercise_for_every_order_is_not_solved_by_luck() {
    let by_luck: [(&str, Settings); 5] = [
        ("locks", &[("gap", "50"), ("pause", "10")]),
        ("queue", &[("consumers", "8"), ("ends", "last")]),
        ("timeouts", &[("cleanup", "20")]),
        (
            "helper",
            &[("variant", "retry"), ("pause", "10"), ("refusals", "3")],
        ),
        ("machine", &[]),
    ];
    for (id, settings) in by_luck {
        let (lesson, rt) = (lessons::find(id).unwrap(), run(id, settings));
        let is_right = with_facts(lesson, settings, &rt, |facts| lesson.is_solved(facts));
        assert!(is_right, "{id}");
        assert!(!holds(lesson, settings), "{id}");
    }
}

#[test]
fn a_run_that_failed_or_was_stopped_gives_no_wrong_answer() {
    for lesson in unmeasured() {
        let values = values(lesson, &[]);
        let rt = run(lesson.id, &[]);
        rt.with_log(|log| {
            let model = Model::of(log);
            let facts = Facts::new(RunView::new(log, &model), &values, RunEnd::Stopped);
            let answer = lesson.answer(&facts).unwrap();
            assert_eq!(
                answer.sentence,
                "The run was stopped before there was an answer."
            );
            assert_eq!((answer.right, answer.spots.len()), (None, 0));
            assert!(!lesson.is_solved(&facts));
        });
    }
    let pipeline = lessons::find("pipeline").unwrap();
    let settings = [("urls", "docs/missing.txt")];
    let answer = answer(pipeline, &settings, &run("pipeline", &settings));
    assert_eq!(
        answer.sentence,
        "The run failed, so it does not answer the question."
    );
}

/// The lowest value of each number, and each choice, one at a time.
fn extremes(lesson: &'static Lesson) -> Vec<(&'static str, String)> {
    let values = lesson
        .settings
        .iter()
        .flat_map(|setting| match setting.kind {
            SettingKind::Number { min, .. } => vec![(setting.id, min.to_string())],
            SettingKind::Choice { options, .. } => options
                .iter()
                .map(|(value, _)| (setting.id, (*value).to_owned()))
                .collect(),
            SettingKind::Lines { .. } => ["docs/lock.txt", "docs/missing.txt"]
                .map(|url| (setting.id, url.to_owned()))
                .into(),
        });
    values.collect()
}

#[test]
fn every_setting_gets_a_sentence_and_every_spot_is_an_event_of_the_run() {
    for lesson in unmeasured() {
        for (id, value) in extremes(lesson) {
            let settings = [(id, value.as_str())];
            let rt = run(lesson.id, &settings);
            let answer = answer(lesson, &settings, &rt);
            assert!(answer.sentence.ends_with('.'), "{}: {answer:?}", lesson.id);
            rt.with_log(|log| {
                let model = Model::of(log);
                for spot in &answer.spots {
                    assert!(log.get(spot.seq).is_some(), "{}: {spot:?}", lesson.id);
                    let Some(task) = spot.task else { continue };
                    let task = model.task(task).expect("a task of the run");
                    let begun = task.spans.first().is_some_and(|span| span.seq <= spot.seq);
                    assert!(
                        begun,
                        "{}, {settings:?}: {spot:?} is before its task",
                        lesson.id
                    );
                }
            });
        }
    }
}

#[test]
fn a_queue_without_enough_nones_is_stuck() {
    let (queue, settings) = (lessons::find("queue").unwrap(), [("ends", "one")]);
    let answer = answer(queue, &settings, &run("queue", &settings));
    let expected = "Stuck: consumer 2 waits for an item";
    assert!(answer.sentence.starts_with(expected), "{answer:?}");
    assert_eq!(answer.spots.len(), 2);
}

#[test]
fn tries_are_valid_settings_and_differ_from_the_defaults() {
    for lesson in lessons::ALL {
        let guide = lesson.guide().expect("each lesson has a guide");
        assert!((2..=3).contains(&guide.tries.len()), "{}", lesson.id);
        for tried in guide.tries {
            assert_ne!(
                values(lesson, tried.settings),
                values(lesson, &[]),
                "{}: {}",
                lesson.id,
                tried.label
            );
        }
        for id in guide.exercise.keep {
            assert!(
                lesson.settings.iter().any(|setting| setting.id == *id),
                "{}: {id}",
                lesson.id
            );
        }
    }
}
