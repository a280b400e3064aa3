//! The guide of the lesson about queues.

use super::facts::{is_done, spot};
use super::{Answer, Exercise, Facts, Guide, Try, spots, usually, words};
use crate::time::{Duration, human, ms};
use crate::trace::track::TaskTrack;
use crate::trace::{Op, WaitReason};
use crate::wording::{text, tr, tr_n};

pub(in crate::lessons) const GUIDE: Guide = Guide {
    guesses: |_| {
        vec![
            words(tr!("the producers wait longer")),
            words(tr!("the consumers wait longer")),
        ]
    },
    answer,
    trouble,
    tries: &[
        Try {
            label: text!("Room for 100"),
            settings: &[("capacity", "100")],
        },
        Try {
            label: text!("Only one None"),
            settings: &[("ends", "one")],
        },
        Try {
            label: text!("None right after the last document"),
            settings: &[("ends", "last")],
        },
    ],
    exercise: Exercise {
        in_every_order: true,
        task: text!(
            "Lose no document, in any order, and be done within one second in the usual order."
        ),
        keep: &["documents", "work", "latency", "urls"],
        check: |facts| {
            // Without a producer, all documents are lost.
            let has_producer = !facts.tasks_named("producer ").is_empty();
            has_producer
                && facts.total() <= ms(1000)
                && facts.tasks().iter().all(is_done)
                && lost(facts) == 0
        },
    },
};

fn for_room(wait: WaitReason) -> bool {
    matches!(wait, WaitReason::Resource(_, Op::Put))
}

fn for_items(wait: WaitReason) -> bool {
    matches!(wait, WaitReason::Resource(_, Op::Get))
}

/// How many documents nobody took out of the queue.
fn lost(facts: &Facts) -> usize {
    let queue = facts.run.model.resources().first();
    let left = queue.and_then(|queue| queue.levels.last());
    left.map_or(0, |left| left.level as usize)
}

/// The task of these with the longest wait, and where that wait began.
fn longest<'a>(
    facts: &Facts<'a>,
    tasks: &[&'a TaskTrack],
    is_it: fn(WaitReason) -> bool,
) -> Option<(&'a TaskTrack, u64, Duration)> {
    let now = facts.run.model.now();
    let waits = tasks.iter().flat_map(|task| {
        facts
            .waits(task, is_it)
            .map(move |span| (*task, span.seq, span.duration(now)))
    });
    waits
        .max_by_key(|(.., took)| *took)
        .filter(|(.., took)| !took.is_zero())
}

fn answer(facts: &Facts) -> Option<Answer> {
    let (producers, consumers) = (
        facts.tasks_named("producer "),
        facts.tasks_named("consumer "),
    );
    let room: Duration = producers
        .iter()
        .map(|task| facts.waited(task, for_room))
        .sum();
    let items: Duration = consumers
        .iter()
        .map(|task| facts.waited(task, for_items))
        .sum();
    let (full, empty) = (
        longest(facts, &producers, for_room),
        longest(facts, &consumers, for_items),
    );
    let (room_time, items_time) = (human(room), human(items));
    let sentence = match room > items {
        _ if room == items => return None,
        true => tr!(
            "The producers: they waited {room} for room, the consumers {items} for documents.",
            room = room_time,
            items = items_time
        ),
        false => tr!(
            "The consumers: they waited {items} for documents, the producers {room} for room.",
            items = items_time,
            room = room_time
        ),
    };
    let sentence = match (facts.values.get("ends"), lost(facts)) {
        ("last", 0) => {
            let sentence = tr!(
                "{sentence} All documents were counted, because the last one was also put last.",
                sentence
            );
            usually(sentence)
        }
        (_, 0) => sentence,
        (_, lost) => tr_n!(
            lost,
            "{sentence} One document is lost: it was put when each consumer had got its None.",
            "{sentence} {n} documents are lost: they were put when each consumer had got its None.",
            sentence
        ),
    };
    Some(Answer {
        right: Some(usize::from(items > room)),
        sentence,
        spots: spots([
            empty.map(|(task, seq, took)| {
                spot(
                    task,
                    seq,
                    tr!(
                        "The queue is empty: {name} waits {time} for a document.",
                        name = facts.name(task),
                        time = human(took)
                    ),
                )
            }),
            full.map(|(task, seq, took)| {
                spot(
                    task,
                    seq,
                    tr!(
                        "The queue is full: {name} waits {time} for room.",
                        name = facts.name(task),
                        time = human(took)
                    ),
                )
            }),
            consumers.last().and_then(|task| {
                facts.end_of(
                    task,
                    tr!(
                        "{name} has got its None, and ends.",
                        name = facts.name(task)
                    ),
                )
            }),
        ]),
    })
}

/// A consumer that got no None waits for ever, and so does a producer when all consumers have got theirs.
fn trouble(facts: &Facts) -> Option<Answer> {
    let mut consumers = facts.tasks_named("consumer ").into_iter();
    let Some(stuck) = consumers.find(|task| !is_done(task)) else {
        return without_room(facts);
    };
    let wait = facts.waits(stuck, for_items).last()?;
    let name = facts.name(stuck);
    Some(Answer {
        right: None,
        sentence: tr!(
            "Stuck: {name} waits for an item that never comes, because there was no None for it. Main awaits it, so nothing can end.",
            name
        ),
        spots: spots([
            facts.tasks_named("producer ").last().and_then(|task| {
                facts.end_of(
                    task,
                    tr!("The last producer ends: from now on, nobody puts a document.").into(),
                )
            }),
            Some(spot(
                stuck,
                wait.seq,
                tr!("{name} waits here, for ever.", name),
            )),
        ]),
    })
}

/// A producer that came with a document when all consumers had ended.
fn without_room(facts: &Facts) -> Option<Answer> {
    let mut producers = facts.tasks_named("producer ").into_iter();
    let stuck = producers.find(|task| !is_done(task))?;
    let wait = facts.waits(stuck, for_room).last()?;
    let name = facts.name(stuck);
    Some(Answer {
        right: None,
        sentence: tr!(
            "Stuck: {name} waits for room, but each consumer has got its None and has ended.",
            name
        ),
        spots: spots([
            facts.tasks_named("consumer ").last().and_then(|task| {
                facts.end_of(
                    task,
                    tr!(
                        "{name} has got its None, and ends.",
                        name = facts.name(task)
                    ),
                )
            }),
            Some(spot(
                stuck,
                wait.seq,
                tr!("{name} waits here, for ever.", name),
            )),
        ]),
    })
}
