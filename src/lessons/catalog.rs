//! The catalogue: every lesson's texts and knobs, in the order of the article.

use super::knobs::{Knob, KnobKind, Values};
use super::world::World;
use crate::error::Result;
use core::pin::Pin;

/// Makes the main coroutine of a run.
pub type Start = fn(&Values, World) -> Pin<Box<dyn Future<Output = Result<()>>>>;

/// A lesson.
#[derive(Debug)]
pub struct Lesson {
    /// Its name in URLs and attributes.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What it shows, in a sentence.
    pub sentence: &'static str,
    /// The question that the run answers.
    pub question: &'static str,
    /// Its file as the log names it.
    pub file: &'static str,
    /// The code that runs, as it is shown.
    pub source: &'static str,
    /// What the reader can set.
    pub knobs: &'static [Knob],
    /// Makes the main coroutine.
    pub start: Start,
}

macro_rules! program {
    ($file:literal, $module:ident) => {
        Program {
            file: concat!("src/lessons/", $file),
            source: include_str!($file),
            start: |values, world| Box::pin(super::$module::main(values.clone(), world)),
        }
    };
}

struct Program {
    file: &'static str,
    source: &'static str,
    start: Start,
}

const LATENCY: Knob = Knob {
    id: "latency",
    label: "Added latency",
    hint: "a sleep before each request, so that a fast network stays readable; some documents take up to 2.5 times as long",
    kind: KnobKind::Number {
        min: 0,
        max: 5_000,
        default: 100,
        unit: "ms",
    },
};

const URLS: Knob = Knob {
    id: "urls",
    label: "Your own URLs",
    hint: "one per line; empty for the sample documents of this site",
    kind: KnobKind::Lines {
        placeholder: "docs/lock.txt",
        default: "",
    },
};

/// The setting that every lesson has: which clock it runs on.
pub const CLOCK: Knob = Knob {
    id: "clock",
    label: "Clock",
    hint: "the virtual clock jumps from deadline to deadline; each run is the same, to the event, and can be stepped pass by pass",
    kind: KnobKind::Choice {
        options: &[("real", "real"), ("virtual", "virtual")],
        default: "real",
    },
};

/// Every lesson, in order.
pub const ALL: &[Lesson] = &[gather(), queue()];

/// The lesson with this id.
pub fn find(id: &str) -> Option<&'static Lesson> {
    ALL.iter().find(|lesson| lesson.id == id)
}

const fn gather() -> Lesson {
    let Program {
        file,
        source,
        start,
    } = program!("gather.rs", gather);
    Lesson {
        id: "gather",
        title: "Gather",
        sentence: "Documents are fetched one after the other, then all at once. Waiting for many costs no more than waiting for the slowest.",
        question: "How long does gather take: as long as all the fetches in sum, or as long as the slowest?",
        file,
        source,
        knobs: &[
            Knob {
                id: "tasks",
                label: "Tasks",
                hint: "how many documents to fetch; they repeat after twelve",
                kind: KnobKind::Number {
                    min: 0,
                    max: 10_000,
                    default: 5,
                    unit: "",
                },
            },
            LATENCY,
            Knob {
                id: "order",
                label: "Order",
                hint: "one after the other takes the sum of all latencies, so leave it out with many tasks",
                kind: KnobKind::Choice {
                    options: &[
                        ("both", "one after the other, then together"),
                        ("together", "together only"),
                    ],
                    default: "both",
                },
            },
            Knob {
                id: "errors",
                label: "When one fails",
                hint: "whether gather stops at the first failure or returns values and errors alike",
                kind: KnobKind::Choice {
                    options: &[
                        ("first", "stop at the first failure"),
                        ("all", "return all results and errors"),
                    ],
                    default: "first",
                },
            },
            URLS,
        ],
        start,
    }
}

const fn queue() -> Lesson {
    let Program {
        file,
        source,
        start,
    } = program!("queue.rs", queue);
    Lesson {
        id: "queue",
        title: "Queue",
        sentence: "Producers put documents into a queue, consumers take them out. A None for each consumer says that no more will come.",
        question: "Who waits for whom when the queue has little room: the producers, or the consumers?",
        file,
        source,
        knobs: &[
            Knob {
                id: "producers",
                label: "Producers",
                hint: "tasks that fetch documents and put them into the queue",
                kind: KnobKind::Number {
                    min: 0,
                    max: 100,
                    default: 2,
                    unit: "",
                },
            },
            Knob {
                id: "consumers",
                label: "Consumers",
                hint: "tasks that take documents and count their words",
                kind: KnobKind::Number {
                    min: 1,
                    max: 100,
                    default: 2,
                    unit: "",
                },
            },
            Knob {
                id: "capacity",
                label: "Capacity",
                hint: "how many documents the queue holds; 0 is any number",
                kind: KnobKind::Number {
                    min: 0,
                    max: 1_000,
                    default: 2,
                    unit: "",
                },
            },
            Knob {
                id: "documents",
                label: "Documents",
                hint: "how many documents to fetch in all; they repeat after twelve",
                kind: KnobKind::Number {
                    min: 0,
                    max: 10_000,
                    default: 8,
                    unit: "",
                },
            },
            Knob {
                id: "work",
                label: "Time per document",
                hint: "a sleep of the consumer after counting, as if it stored the result somewhere slow",
                kind: KnobKind::Number {
                    min: 0,
                    max: 5_000,
                    default: 300,
                    unit: "ms",
                },
            },
            LATENCY,
            URLS,
        ],
        start,
    }
}
