//! The trace is checked against the published Trace Event format.

use crate::common::random;
use crate::common::tape::{Tape, everything, task};
use crate::recording::{meta, with_lesson};
use coroscope::export::chrome_trace;
use coroscope::lessons;
use coroscope::trace::{Cause, Delay, EventKind, Log, Model, RunView, WaitReason};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

fn trace(log: &Log) -> Value {
    serde_json::from_str(&chrome_trace(RunView::new(log, &Model::of(log)), &meta())).unwrap()
}

/// The events of a phase and a name.
fn events<'t>(trace: &'t Value, phase: &str, name: &str) -> Vec<&'t Value> {
    let all = trace["traceEvents"].as_array().unwrap().iter();
    all.filter(|event| event["ph"] == phase && event["name"] == name)
        .collect()
}

/// Required and optional fields of each phase, as the format's document lists them.
fn fields(phase: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match phase {
        "M" => (&["name", "ph", "pid", "tid", "args"], &[]),
        "X" => (&["name", "cat", "ph", "ts", "dur", "pid", "tid"], &["args"]),
        "i" => (&["name", "cat", "ph", "ts", "pid", "tid", "s"], &["args"]),
        "s" => (&["name", "cat", "ph", "ts", "pid", "tid", "id"], &[]),
        "f" => (&["name", "cat", "ph", "ts", "pid", "tid", "id", "bp"], &[]),
        "C" => (&["name", "cat", "ph", "ts", "pid", "tid", "args"], &[]),
        other => panic!("{other} is no phase that is used here"),
    }
}

fn is_valid(trace: &Value) {
    let members: HashSet<&str> = trace
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        members,
        HashSet::from(["traceEvents", "displayTimeUnit", "otherData"])
    );
    assert_eq!(trace["displayTimeUnit"], "ms");
    let mut slices: HashMap<(u64, u64), Vec<(f64, f64)>> = HashMap::new();
    let mut flows: HashMap<u64, Vec<&Value>> = HashMap::new();
    for event in trace["traceEvents"].as_array().unwrap() {
        let phase = event["ph"].as_str().unwrap();
        let (required, optional) = fields(phase);
        for (field, value) in event.as_object().unwrap() {
            let known = required.contains(&&**field) || optional.contains(&&**field);
            assert!(known, "{field} in {event}");
            let right = match &**field {
                "pid" | "tid" | "id" => value.is_u64(),
                "ts" | "dur" => value.as_f64().is_some_and(|time| time >= 0.0),
                "args" => value.is_object(),
                _ => value.is_string(),
            };
            assert!(right, "{field} in {event}");
        }
        for field in required {
            assert!(event.get(field).is_some(), "no {field} in {event}");
        }
        let thread = (
            event["pid"].as_u64().unwrap(),
            event["tid"].as_u64().unwrap(),
        );
        match phase {
            "M" => match event["name"].as_str().unwrap() {
                "process_name" | "thread_name" => assert!(event["args"]["name"].is_string()),
                "process_sort_index" | "thread_sort_index" => {
                    assert!(event["args"]["sort_index"].is_i64())
                }
                other => panic!("{other} is no metadata"),
            },
            "X" => {
                let (ts, dur) = (
                    event["ts"].as_f64().unwrap(),
                    event["dur"].as_f64().unwrap(),
                );
                slices.entry(thread).or_default().push((ts, ts + dur));
            }
            "i" => assert!(["g", "p", "t"].contains(&event["s"].as_str().unwrap())),
            "s" | "f" => flows
                .entry(event["id"].as_u64().unwrap())
                .or_default()
                .push(event),
            _ => assert!(
                event["args"]
                    .as_object()
                    .unwrap()
                    .values()
                    .all(Value::is_u64)
            ),
        }
    }
    for slices in slices.values() {
        slices_nest(slices);
    }
    for flow in flows.values() {
        let [from, to] = flow[..] else {
            panic!("{flow:?}")
        };
        assert_eq!(
            (&from["ph"], &to["ph"], &to["bp"]),
            (&"s".into(), &"f".into(), &"e".into())
        );
        assert!(from["name"] == to["name"] && from["cat"] == to["cat"]);
        for end in [from, to] {
            let ts = end["ts"].as_f64().unwrap();
            let thread = (end["pid"].as_u64().unwrap(), end["tid"].as_u64().unwrap());
            assert!(
                slices[&thread]
                    .iter()
                    .any(|(from, to)| (*from..=*to).contains(&ts)),
                "{end} is in no slice"
            );
        }
    }
}

/// Two slices of a thread are nested or disjoint.
fn slices_nest(slices: &[(f64, f64)]) {
    let mut open: Vec<f64> = Vec::new();
    let mut sorted = slices.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.total_cmp(&a.1)));
    for (from, to) in sorted {
        while open.last().is_some_and(|end| *end <= from) {
            open.pop();
        }
        assert!(
            open.last().is_none_or(|end| to <= *end),
            "{from}–{to} overlaps"
        );
        open.push(to);
    }
}

#[test]
fn every_event_has_the_published_fields() {
    is_valid(&trace(&everything().log));
    is_valid(&trace(&random::one_of_each()));
    is_valid(&trace(&Log::default()));
    for lesson in lessons::ALL {
        with_lesson(lesson.id, |log| is_valid(&trace(log)));
    }
}

proptest! {
    #![proptest_config(random::config(80))]

    #[test]
    fn random_logs_make_valid_traces(log in random::log()) {
        is_valid(&trace(&log));
    }
}

#[test]
fn tasks_are_threads_in_the_order_of_the_lanes() {
    let trace = trace(&everything().log);
    let names = events(&trace, "M", "thread_name");
    let orders = events(&trace, "M", "thread_sort_index");
    let mut found: Vec<(u64, u64, &str)> = orders
        .iter()
        .map(|order| {
            let name = names
                .iter()
                .find(|name| name["tid"] == order["tid"] && name["pid"] == 1);
            let index = order["args"]["sort_index"].as_u64().unwrap();
            (
                index,
                order["tid"].as_u64().unwrap(),
                name.unwrap()["args"]["name"].as_str().unwrap(),
            )
        })
        .collect();
    found.sort_unstable();
    let expected = [
        (0, 1, "main"),
        (1, 2, "fetch index.txt"),
        (2, 3, "fetch missing.txt"),
        (3, 4, "producer"),
        (4, 6, "<log> & \"count\""),
        (5, 5, "consumer"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn states_differ_in_name_and_category() {
    let trace = trace(&everything().log);
    let all = trace["traceEvents"].as_array().unwrap().iter();
    let slices = all.filter(|event| event["ph"] == "X");
    let kinds: HashSet<(&str, &str)> = slices
        .map(|event| {
            (
                event["name"].as_str().unwrap(),
                event["cat"].as_str().unwrap(),
            )
        })
        .collect();
    let expected = [
        ("running", "running"),
        ("ready", "ready"),
        ("cleanup", "cleanup"),
        ("waiting: timer", "waiting,timer"),
        ("waiting: I/O", "waiting,io"),
        ("waiting: queue", "waiting,queue"),
        ("waiting: lock", "waiting,lock"),
        ("waiting: task", "waiting,task"),
        ("waiting: next turn", "waiting,turn"),
        ("waiting", "waiting,other"),
    ];
    assert_eq!(kinds, HashSet::from(expected));
    let io = events(&trace, "X", "waiting: I/O");
    assert_eq!(io[0]["args"]["for"], "https://example.org/index.txt");
    assert_eq!(io[0]["tid"], 2);
    let (ts, dur) = (
        io[0]["ts"].as_f64().unwrap(),
        io[0]["dur"].as_f64().unwrap(),
    );
    assert!((ts - 15_000.0).abs() < 1.0 && (dur - 65_000.0).abs() < 1.0);
}

#[test]
fn flows_lead_from_the_waking_to_the_woken_task() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "a")
        .poll(1)
        .spawn(2, 1, "b")
        .at(10)
        .wait(1, WaitReason::Future);
    tape.poll(2)
        .at(20)
        .wake(1, Cause::Task(task(2)))
        .at(30)
        .wait(2, WaitReason::Timer(Delay::UNKNOWN));
    tape.at(40).wake(2, Cause::Timer).poll(2);
    // It was ready already: nothing changes, so there is no flow.
    tape.wake(1, Cause::Task(task(2))).at(50).done(2);
    let trace = trace(&tape.log);
    let ends = |phase, name| -> Vec<(u64, f64)> {
        let events = events(&trace, phase, name).into_iter();
        events
            .map(|event| {
                (
                    event["tid"].as_u64().unwrap(),
                    event["ts"].as_f64().unwrap(),
                )
            })
            .collect()
    };
    assert_eq!(
        (ends("s", "wake"), ends("f", "wake")),
        (vec![(2, 20.0)], vec![(1, 20.0)])
    );
    let (from, to) = (ends("s", "spawn"), ends("f", "spawn"));
    assert_eq!((from[0].0, to[0].0, from.len()), (1, 2, 1));
    assert_eq!(from[0].1, to[0].1);
}

#[test]
fn simultaneous_events_keep_their_order() {
    let mut tape = Tape::new();
    tape.at(7)
        .spawn(1, 0, "a")
        .poll(1)
        .wait(1, WaitReason::Turn);
    tape.wake(1, Cause::Callback).poll(1).at(8).done(1);
    let trace = trace(&tape.log);
    let all = trace["traceEvents"].as_array().unwrap().iter();
    let slices: Vec<(&str, f64, f64)> = all
        .filter(|event| event["ph"] == "X")
        .map(|event| {
            (
                event["name"].as_str().unwrap(),
                event["ts"].as_f64().unwrap(),
                event["dur"].as_f64().unwrap(),
            )
        })
        .collect();
    let names: Vec<&str> = slices.iter().map(|slice| slice.0).collect();
    assert_eq!(
        names,
        ["ready", "running", "waiting: next turn", "ready", "running"]
    );
    assert!(
        slices
            .windows(2)
            .all(|two| two[0].2 > 0.0 && two[0].1 + two[0].2 == two[1].1)
    );
    assert_eq!((slices[0].1, slices[4].1 + slices[4].2), (7.0, 8.0));
}

#[test]
fn queues_and_the_loop_have_counters() {
    let mut tape = Tape::new();
    tape.queue(1, "jobs", 0)
        .queue(2, "jobs", 0)
        .at(5)
        .level(1, 3)
        .at(6)
        .level(2, 4);
    tape.push(EventKind::PassBegun {
        ready: 2,
        timers: 1,
    })
    .at(9)
    .push(EventKind::PassEnded {
        ready: 0,
        timers: 3,
        timeouts: 0,
    });
    let trace = trace(&tape.log);
    assert_eq!(events(&trace, "C", "Queue jobs")[0]["args"]["items"], 3);
    assert_eq!(
        events(&trace, "C", "Queue jobs (resource 2)")[0]["args"]["items"],
        4
    );
    assert_eq!(events(&trace, "C", "loop")[0]["args"]["ready"], 2);
    let pass = events(&trace, "X", "pass")[0];
    assert_eq!(
        (&pass["ts"], &pass["dur"]),
        (&Value::from(6.5), &Value::from(2.5))
    );
}

#[test]
fn printed_lines_and_failures_are_marked() {
    let trace = with_lesson("gather", trace);
    let printed = events(&trace, "i", "print");
    assert!(!printed.is_empty() && printed.iter().all(|line| line["args"]["text"].is_string()));
    assert_eq!(trace["otherData"]["title"], meta().title);
    assert_eq!(trace["otherData"]["knob tasks"], "5");
    let mut tape = Tape::new();
    tape.spawn(1, 0, "a").poll(1).at(4).fail(1, "no <b>way</b>");
    let trace = self::trace(&tape.log);
    assert_eq!(
        events(&trace, "i", "failed")[0]["args"]["error"],
        "no <b>way</b>"
    );
}
