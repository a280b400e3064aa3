//! Texts and settings of the lesson about a program that is right in its usual order only.

use super::{DefaultClock, Lesson, Setting, SettingKind, Topic, program};
use crate::wording::text;

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "machine",
    title: text!("It works on my machine"),
    topic: Topic::Sharing,
    sentence: text!(
        "Customers buy the last tickets: each looks whether one is left, pays, and takes it. Here, each has paid before the next one looks. Nothing in the program makes sure of that."
    ),
    question: text!("This run sells each ticket once. Does every order?"),
    settings: &[
        Setting {
            id: "variant",
            label: text!("A customer"),
            hint: text!("when a customer takes the ticket, and whether others can look meanwhile"),
            kind: SettingKind::Choice {
                options: &[
                    ("check", text!("looks, pays, takes the ticket")),
                    ("reserve", text!("looks, takes the ticket, pays")),
                    ("lock", text!("does all of it under a Lock")),
                ],
                default: "check",
            },
        },
        Setting {
            id: "customers",
            label: text!("Customers"),
            hint: text!("how many want a ticket"),
            kind: SettingKind::Number {
                min: 0,
                max: 20,
                default: 3,
                unit: "",
            },
        },
        Setting {
            id: "tickets",
            label: text!("Tickets"),
            hint: text!("how many there are"),
            kind: SettingKind::Number {
                min: 0,
                max: 20,
                default: 2,
                unit: "",
            },
        },
        Setting {
            id: "gap",
            label: text!("Gap"),
            hint: text!("the time from one customer to the next"),
            kind: SettingKind::Number {
                min: 0,
                max: 1_000,
                default: 50,
                unit: "ms",
            },
        },
        Setting {
            id: "pay",
            label: text!("Payment"),
            hint: text!("how long the bank takes to answer"),
            kind: SettingKind::Number {
                min: 0,
                max: 1_000,
                default: 20,
                unit: "ms",
            },
        },
    ],
    exhibit: None,
    clock: DefaultClock::Virtual,
    program: program!(machine),
};
