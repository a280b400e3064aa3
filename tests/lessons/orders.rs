//! Other orders of lessons: what the search finds in them, and what it does not.

use coroscope::explore::{Ending, Exploration, Outcome, Schedule};
use coroscope::lessons::{self, OrderSearch, Sleeps, Values};
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
    let mut search = OrderSearch::new(lesson, &values, Sleeps::Sleep);
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

/// A task reads again right after it has written, so each counts its own additions, whoever comes first.
#[test]
fn without_a_lock_every_order_loses_the_same() {
    let found = search("locks", &[]);
    let [only] = found.outcomes() else {
        panic!("{found}")
    };
    assert!(only.outcome.printed[0].contains("12 are lost"), "{found}");
}

/// The printed lines of the outcomes, or why the run failed.
fn outcomes(found: &Exploration) -> Vec<String> {
    let words = |outcome: &Outcome| match &outcome.result {
        Ending::Failed(why) | Ending::Panicked(why) => why.clone(),
        Ending::Returned(_) => outcome.printed.concat(),
    };
    let found = found.outcomes().iter().map(|it| words(&it.outcome));
    found.collect()
}

/// Names and values.
type Settings = &'static [(&'static str, &'static str)];

/// Settings with which a lesson is right in its usual order only, an outcome of another order, and settings with which it is
/// right in every order.
const MISTAKES: [(&str, Settings, &str, Settings); 5] = [
    (
        "locks",
        &[("gap", "200")],
        "16 additions, the counter says 15: 1 are lost",
        &[("gap", "200"), ("variant", "lock")],
    ),
    (
        "queue",
        &[("ends", "last")],
        "deadlock: main, producer 1 can never continue",
        &[("ends", "each")],
    ),
    (
        "timeouts",
        &[],
        "1 of 4 reports are wrong",
        &[("report", "work")],
    ),
    (
        "timeouts",
        &[("work", "100")],
        "1 of 4 reports are wrong",
        &[("work", "100"), ("report", "work")],
    ),
    (
        "helper",
        &[("variant", "retry"), ("refusals", "3")],
        "docs/gather.txt was refused",
        &[("variant", "retry"), ("refusals", "3"), ("attempts", "4")],
    ),
];

#[test]
fn the_mistake_of_a_setting_is_found_and_nothing_without_it() {
    for (lesson, mistake, outcome, right) in MISTAKES {
        let found = outcomes(&search(lesson, mistake));
        assert!(found.iter().any(|it| it == outcome), "{lesson}: {found:#?}");
        assert_ne!(found[0], outcome, "{lesson}: the usual order has it, too");
        let found = search(lesson, right);
        assert_eq!(found.outcomes().len(), 1, "{lesson}: {found}");
        assert!(!found.outcomes()[0].outcome.is_failure(), "{found}");
    }
}

#[test]
fn an_outcome_has_its_findings() {
    let found = search("queue", &[("ends", "one")]);
    let findings = &found.outcomes()[0].outcome.findings;
    assert_eq!(
        *findings,
        ["Deadlock: a sentinel is missing (consumer 2, producer 1, producer 2)"]
    );
}

#[test]
fn a_stopped_search_keeps_what_it_found() {
    let (lesson, values) = values("machine", &[]);
    let mut search = OrderSearch::new(lesson, &values, Sleeps::Sleep);
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
        let mut search = OrderSearch::new(lesson, &values, Sleeps::Sleep);
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
    let (lesson, values) = values("machine", &[]);
    let mut search = OrderSearch::new(lesson, &values, Sleeps::Sleep);
    while search.step() {}
    let found = &search.found().outcomes()[1];
    let run = |schedule: &Schedule| {
        let runtime = lesson.start_in_order(&values, schedule, Sleeps::Sleep);
        while runtime.clock().unwrap().step() {}
        runtime
    };
    let (usual, other) = (run(&Schedule::default()), run(&found.schedule));
    let difference = usual.with_log(|a| {
        other.with_log(|b| {
            let (first, second) = (Model::of(a), Model::of(b));
            let (first, second) = (RunView::new(a, &first), RunView::new(b, &second));
            assert_eq!(order_difference(first, first), None);
            order_difference(first, second).unwrap()
        })
    });
    assert_eq!(
        difference.sentence,
        "When the timer of “customer 1” takes 100 ms longer, “customer 3” continues before “customer 1”. \
         Then “customer 3” prints “customer 3 has a ticket” instead of “customer 3: sold out”."
    );
}
