//! Other orders of lessons: what the search finds in them, and what it does not.

use coroscope::explore::{Exploration, Explorer, Schedule};
use coroscope::lessons::{self, OrderSearch, Values};
use coroscope::timeline::order_difference;
use coroscope::trace::{Model, RunView};

fn values(lesson: &str, settings: &[(&str, &str)]) -> (&'static lessons::Lesson, Values) {
    let lesson = lessons::find(lesson).unwrap();
    let mut values = Values::defaults(lesson.settings);
    for (id, value) in settings {
        values.set(lesson.settings, id, value).unwrap();
    }
    (lesson, values)
}

fn search(lesson: &str, settings: &[(&str, &str)]) -> Exploration {
    let (lesson, values) = values(lesson, settings);
    let mut search = OrderSearch::new(lesson, &values);
    while search.step() {}
    assert!(search.is_over());
    println!("{}", search.found());
    search.found().clone()
}

#[test]
fn the_lock_loses_nothing_in_any_order() {
    let found = search("locks", &[("variant", "lock")]);
    assert_eq!(found.outcomes().len(), 1);
    assert!(!found.outcomes()[0].outcome.is_failure());
}

#[test]
fn without_a_lock_orders_differ_in_what_is_lost() {
    let found = search("locks", &[]);
    let [usual, other, ..] = found.outcomes() else {
        panic!("{found}")
    };
    assert_eq!(usual.found_after, 1);
    assert!(usual.outcome.printed[0].contains("12 are lost"), "{found}");
    assert_ne!(usual.outcome, other.outcome);
}

#[test]
fn a_stopped_search_keeps_what_it_found() {
    let (lesson, values) = values("locks", &[]);
    let mut search = OrderSearch::new(lesson, &values);
    for _ in 0..100 {
        assert!(search.step());
    }
    assert!(search.is_trying());
    search.stop();
    while search.step() {
        assert!(!search.is_trying());
    }
    assert_eq!(search.found().tried(), 100);
    assert!(!search.found().is_complete());
    assert!(search.found().outcomes().len() > 1);
}

#[test]
fn every_lesson_that_can_be_searched_ends_in_its_usual_order() {
    for lesson in lessons::ALL {
        let values = Values::defaults(lesson.settings);
        if lesson.has_no_other_orders(&values).is_some() {
            continue;
        }
        let mut search = OrderSearch::new(lesson, &values);
        assert!(search.step());
        let found = search.found();
        assert!(
            !found.outcomes()[0].outcome.is_failure(),
            "{}: {found}",
            lesson.id
        );
    }
}

#[test]
fn a_run_in_another_order_is_explained_by_its_first_step() {
    let (lesson, values) = values("locks", &[("tasks", "2"), ("times", "1")]);
    let mut search = OrderSearch::new(lesson, &values);
    while search.step() {}
    let found = &search.found().outcomes()[1];
    let run = |schedule: &Schedule| {
        let runtime = lesson.start_in_order(&values, schedule);
        while runtime.clock().unwrap().step() {}
        runtime
    };
    let (usual, other) = (run(&Schedule::default()), run(&found.schedule));
    let sentence = usual.with_log(|a| {
        other.with_log(|b| {
            let (first, second) = (Model::of(a), Model::of(b));
            order_difference(RunView::new(a, &first), RunView::new(b, &second)).unwrap()
        })
    });
    println!("{}", sentence.sentence);
    let _ = Explorer::new();
}
