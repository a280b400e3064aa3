//! It works on my machine: the usual order is right, and another one sells a ticket twice.

use super::common::{check_picture, printed, run};
use coroscope::lessons::{self, OrderSearch, Sleeps, Values};

#[test]
fn the_usual_order_sells_each_ticket_once() {
    for variant in ["check", "reserve", "lock"] {
        let rt = run("machine", &[("variant", variant)]);
        assert_eq!(
            printed(&rt),
            [
                "customer 1 has a ticket",
                "customer 2 has a ticket",
                "customer 3: sold out",
                "2 of 2 tickets are sold",
            ],
            "{variant}"
        );
        if variant == "check" {
            check_picture("machine", &rt);
        }
    }
}

#[test]
fn a_slow_bank_sells_one_twice() {
    let lines = printed(&run("machine", &[("pay", "80")]));
    assert_eq!(lines.last().unwrap(), "3 of 2 tickets are sold");
}

/// The last lines of all orders that a search tries.
fn outcomes(variant: &str) -> (Vec<String>, usize) {
    let lesson = lessons::find("machine").unwrap();
    let mut values = Values::defaults(lesson.settings);
    values.set(lesson.settings, "variant", variant).unwrap();
    let mut search = OrderSearch::new(lesson, &values, Sleeps::Sleep);
    while search.step() {}
    let found = search.found();
    println!("{variant}: {found}");
    let lines = found
        .outcomes()
        .iter()
        .flat_map(|it| it.outcome.printed.clone());
    let simplest = found.outcomes().last().unwrap().schedule.deviations().len();
    (lines.collect(), simplest)
}

#[test]
fn another_order_sells_one_twice_and_one_change_is_enough() {
    let (lines, changes) = outcomes("check");
    assert_eq!(
        lines,
        ["2 of 2 tickets are sold", "3 of 2 tickets are sold"]
    );
    assert_eq!(changes, 1);
}

#[test]
fn taking_before_paying_or_a_lock_is_right_in_every_order() {
    for variant in ["reserve", "lock"] {
        assert_eq!(
            outcomes(variant).0,
            ["2 of 2 tickets are sold"],
            "{variant}"
        );
    }
}
