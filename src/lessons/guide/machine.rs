//! The guide of the lesson about a program that is right in its usual order only.

use super::facts::{end_of_wait, for_permit, for_timer, spot};
use super::{Answer, Exercise, Facts, Guide, Try, no_answer, spots, usually, words};
use crate::time::{Duration, Instant, human};
use crate::trace::track::{Span, TaskTrack};
use crate::wording::{text, tr, tr_n};

pub(in crate::lessons) const GUIDE: Guide = Guide {
    guesses: |values| {
        let can_fail = values.number("customers") > values.number("tickets");
        let guesses = [
            words(tr!("every order does")),
            words(tr!("another order sells a ticket twice")),
        ];
        match can_fail && values.number("tickets") > 0 {
            true => guesses.into(),
            false => Vec::new(),
        }
    },
    answer,
    trouble: no_answer,
    tries: &[
        Try {
            label: text!("A slow bank"),
            settings: &[("pay", "80")],
        },
        Try {
            label: text!("6 customers, 5 tickets"),
            settings: &[("customers", "6"), ("tickets", "5")],
        },
        Try {
            label: text!("All come at once"),
            settings: &[("gap", "0")],
        },
    ],
    exercise: Exercise {
        in_every_order: true,
        task: text!("Sell each ticket once, in every order."),
        keep: &["customers", "tickets", "gap", "pay"],
        check: |facts| sold(facts).is_some_and(|sold| sold == facts.values.number("tickets")),
    },
};

/// How many tickets were sold.
fn sold(facts: &Facts) -> Option<usize> {
    // customer 1 has a ticket
    let lines = facts.lines("customer ");
    Some(lines.filter(|line| line.rest.ends_with("ticket")).count())
}

/// When a customer looked, and the payment, unless it was refused.
fn visit(facts: &Facts, customer: &TaskTrack) -> Option<(Instant, Option<Span>)> {
    let mut waits = facts.waits(customer, for_timer);
    let looked = match facts.waits(customer, for_permit).next() {
        Some(queued) => {
            waits.next();
            queued.to?
        }
        None => waits.next()?.to?,
    };
    Some((looked, waits.next()))
}

fn answer(facts: &Facts) -> Option<Answer> {
    let (sold, tickets) = (sold(facts)?, facts.values.number("tickets"));
    let customers = facts.tasks_named("customer ");
    if customers.len() <= tickets || tickets == 0 {
        return None;
    }
    let visits: Option<Vec<_>> = customers.iter().map(|it| visit(facts, it)).collect();
    let visits = visits?;
    // The customer who took the last ticket in time, and the next one, who looked after that.
    let (last, next) = (tickets.checked_sub(1)?, tickets);
    let paid = visits[last].1.and_then(|payment| payment.to)?;
    let looked = visits[next].0;
    let margin = looked.elapsed().checked_sub(paid.elapsed());
    let (one, two) = (facts.name(customers[last]), facts.name(customers[next]));
    let sentence = match (facts.values.get("variant"), sold.checked_sub(tickets)) {
        ("check", Some(0) | None) => usually(tr!(
            "Each ticket is sold once, because {one} had paid {margin} before {two} looked.",
            one,
            two,
            margin = human(margin.unwrap_or(Duration::ZERO))
        )),
        ("check", Some(twice)) => tr_n!(
            twice,
            "One ticket is sold twice: {two} looked before {one} had paid.",
            "{n} tickets are sold twice: {two} looked before {one} had paid.",
            one,
            two
        ),
        ("lock", _) => tr!(
            "Each ticket is sold once, in every order: the lock lets nobody look while another customer pays."
        )
        .into(),
        _ => tr!(
            "Each ticket is sold once, in every order: nothing is awaited between looking and taking."
        )
        .into(),
    };
    let payment = visits[last].1?;
    Some(Answer {
        right: Some(usize::from(facts.values.get("variant") == "check")),
        sentence,
        spots: spots([
            Some(spot(
                customers[last],
                payment.seq,
                tr!("{one} has seen that a ticket is left, and pays.", one),
            )),
            end_of_wait(customers[last], &payment, tr!("{one} has paid.", one)),
            facts
                .waits(customers[next], for_timer)
                .next()
                .and_then(|wait| {
                    let text = tr!("{two} comes. What if {one} still paid then?", one, two);
                    end_of_wait(customers[next], &wait, text)
                }),
        ]),
    })
}
