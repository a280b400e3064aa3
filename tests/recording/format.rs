//! docs/recording-format.md describes the recordings that are written and read.

use crate::common::random;
use crate::recording::meta;
use coroscope::export::{read_recording, write_recording};
use serde_json::Value;

const PAGE: &str = include_str!("../../docs/recording-format.md");

/// The forms of events in the page's tables, each without its time: `"name"`, `task`, `text`.
fn forms() -> Vec<Vec<&'static str>> {
    let rows = PAGE.split("\n| `[µs,").skip(1);
    rows.filter_map(|row| row.split_once("]`"))
        .map(|(form, _)| form.split(',').collect())
        .filter(|form: &Vec<&str>| !form.contains(&"…"))
        .collect()
}

/// Whether an event, without its time, has this form.
fn has_form(event: &[Value], form: &[&str]) -> bool {
    let is_field = |(field, value): (&&str, &Value)| match value {
        Value::String(word) if field.starts_with('"') => *field == format!("\"{word}\""),
        Value::String(word) => {
            ["by", "kind", "op", "warning"].contains(field)
                && PAGE.contains(&format!("`\"{word}\"`"))
        }
        Value::Null => field.ends_with(" or null"),
        _ => !field.starts_with('"'),
    };
    form.len() == event.len() && form.iter().zip(event).all(is_field)
}

#[test]
fn every_event_that_is_written_has_a_form_on_the_page() {
    let file = write_recording(&random::one_of_each(), &meta());
    let file: Value = serde_json::from_str(&file).unwrap();
    let forms = forms();
    for event in file["events"].as_array().unwrap() {
        let fields = &event.as_array().unwrap()[1..];
        assert!(forms.iter().any(|it| has_form(fields, it)), "{event}");
    }
}

#[test]
fn every_form_on_the_page_can_be_read() {
    let forms = forms();
    assert!(!forms.is_empty());
    for form in forms {
        let fields = form.iter().map(|field| match *field {
            "kind" => "\"Queue\"",
            "op" => "\"get\"",
            "warning" => "\"endless-turn\"",
            "text" | "place" => "0",
            word if word.starts_with('"') => word,
            optional if optional.ends_with(" or null") => "null",
            _ => "1",
        });
        let fields = fields.collect::<Vec<_>>().join(",");
        let file = format!(
            r#"{{"coroscope":5,"texts":["a"],"places":[["a.rs",1]],"events":[[0,{fields}]]}}"#
        );
        if let Err(why) = read_recording(file.as_bytes()) {
            panic!("[0,{fields}]: {why}");
        }
    }
}

#[test]
fn a_file_has_the_oldest_version_that_has_what_is_in_it() {
    for (kind, version) in [("", 5), (",\"process\"", 7)] {
        let thread = format!("[0,\"thread\",1,null,0,0{kind}]");
        let file = format!(
            r#"{{"coroscope":7,"texts":["grep"],"places":[["a.py",1]],"events":[{thread}]}}"#
        );
        let log = read_recording(file.as_bytes()).unwrap().log;
        let written = write_recording(&log, &meta());
        assert!(written.starts_with(&format!("{{\"coroscope\":{version},")));
        assert!(written.contains(&thread), "{written}");
    }
}

#[test]
fn the_example_on_the_page_is_a_recording_as_it_is_written() {
    let example = PAGE.split("```json\n").nth(1).unwrap();
    let example = example.split("```").next().unwrap();
    let recording = read_recording(example.as_bytes()).unwrap();
    assert_eq!(recording.repairs, []);
    assert_eq!(write_recording(&recording.log, &recording.meta), example);
}
