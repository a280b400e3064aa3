//! Files that are not recordings, or invalid ones: the error for each.

use coroscope::export::{MAX_BYTES, check_size, read_recording};
use coroscope::trace::{Model, TaskState};

#[track_caller]
pub(super) fn rejected(file: impl AsRef<[u8]>, expected: &str) {
    match read_recording(file.as_ref()) {
        Ok(_) => panic!("it was read: {expected}"),
        Err(why) => assert!(why.to_string().contains(expected), "{why}\n  | {expected}"),
    }
}

/// A recording with two texts, one place, task 1, and these events; the first of them is event 2 in line 3.
pub(super) fn with(events: &str) -> String {
    let head = r#"{"coroscope":1,"texts":["a","b"],"places":[["a.rs",1]],"events":["#;
    format!("{head}\n[0,\"spawn\",1,null,0],\n{events}]}}")
}

#[test]
fn other_files_are_recognised() {
    rejected(
        "",
        "The file is empty. A recording begins with {\"coroscope\":1.",
    );
    rejected(" \n", "The file is empty.");
    rejected("hello", "This is not a recording, and not JSON.");
    rejected(
        [0x89, b'P', b'N', b'G'],
        "This is not a recording, and not JSON.",
    );
    rejected([0x1F, 0x8B, 8, 0], "decompress it first");
    rejected("[]", "This is not a recording: it begins with a list.");
    rejected("{}", "This is not a recording: its first member is “”.");
    rejected(
        r#"{"name":1}"#,
        "This is not a recording: its first member is “name”.",
    );
    rejected(r#"{"traceEvents":[]}"#, "This is a trace for Chrome");
    rejected(
        "{coroscope:1}",
        "Line 1, byte 2: expected a name in quotes, found “c”.",
    );
    rejected(
        r#"{"coroscope":"1"}"#,
        "expected the version of the format, found a string",
    );
}

#[test]
fn another_version_is_named_in_the_error() {
    rejected(
        r#"{"coroscope":9,"events":{}}"#,
        "version 9 of the format, and version 8 is the newest that can be read here. A newer Coroscope opens it.",
    );
    rejected(r#"{"coroscope":0}"#, "There is no version 0 of the format");
}

#[test]
fn a_file_that_is_too_large_is_rejected_without_reading() {
    let file = vec![b'x'; MAX_BYTES + 1];
    rejected(&file, "The file has 129 MiB; at most 128 MiB can be read.");
    assert!(check_size(500 << 20).is_err());
    assert!(check_size(MAX_BYTES as u64).is_ok());
    assert!(check_size(u64::MAX).is_err());
}

#[test]
fn trailing_content_is_rejected() {
    rejected(
        with("[0,\"hop\"]") + "{}",
        "the recording ends here, but an object follows",
    );
}

#[test]
fn an_invalid_event_is_reported_with_what_was_expected() {
    let cases = [
        (
            r#"7"#,
            "Event 2, line 3, byte 89: expected an event, as a list such as [250,\"poll\",1], found a number.",
        ),
        (
            r#"[]"#,
            "expected the event's time in microseconds, but the event ends here",
        ),
        (
            r#"["hop"]"#,
            "expected the event's time in microseconds, found a string",
        ),
        (
            r#"[1.5,"hop"]"#,
            "expected the event's time in microseconds, as a whole number",
        ),
        (r#"[1e9,"hop"]"#, "as a whole number"),
        (
            r#"[99999999999999999999,"hop"]"#,
            "found a number of 20 digits",
        ),
        (
            r#"[9999999999999999,"hop"]"#,
            "the times of a run are at most 9007199254740991 microseconds",
        ),
        (r#"[-,"hop"]"#, "expected a digit, found"),
        (r#"[007,"hop"]"#, "a number does not begin with 0"),
        (
            r#"[0]"#,
            "expected the name of the event, such as \"spawn\", but the event ends here",
        ),
        (
            r#"[0,"jump"]"#,
            "expected an event, such as \"spawn\" or \"poll\", found “jump”",
        ),
        (r#"[0,"hop",1]"#, "this event has too many fields"),
        (r#"[0 "hop"]"#, "expected a comma or “]”, found a string"),
        (r#"[0,"hop",]"#, "this event has too many fields"),
        (
            r#"[0,"poll",0]"#,
            "a task's number must be from 1 to 4294967293, not 0",
        ),
        (r#"[0,"poll",-1]"#, "not -1"),
        (r#"[0,"poll",5000000000]"#, "not 5000000000"),
        (
            r#"[0,"poll",null]"#,
            "expected a task's number, found true, false or null",
        ),
        (
            r#"[0,"poll",{"task":1}]"#,
            "expected a task's number, found an object",
        ),
        (r#"[0,"print",nil,0]"#, "strings must be quoted"),
        (
            r#"[0,"level",1,0,70000,0]"#,
            "the number of tasks waiting to take must be from 0 to 65535, not 70000",
        ),
        (
            r#"[0,"wake",1,"me"]"#,
            "expected what woke the task: a number, \"timer\", \"callback\" or \"outside\", found “me”",
        ),
        (r#"[0,"wait",1,0,"rain"]"#, "found “rain”"),
        (
            r#"[0,"end",1,"well"]"#,
            "expected how the task ended: \"done\", \"failed\" or \"cancelled\", found “well”",
        ),
        (r#"[0,"make",1,"Mutex",0,0]"#, "found “Mutex”"),
        (
            r#"[0,"name",1,2]"#,
            "Event 2: “texts” has no index 2: it has 2 entries, counted from 0.",
        ),
        (
            r#"[0,"wait",1,1,"turn"]"#,
            "Event 2: “places” has no index 1: it has one entry, counted from 0.",
        ),
        (r#"[0,"spawn",1,null,0]"#, "task 1 is spawned a second time"),
        (
            r#"[0,"poll",4000000000]"#,
            "there are tasks 1 and 4000000000; at most 1000000 consecutive numbers can be read",
        ),
        ("[0,\"h\u{7}op\"]", "another control character"),
        (r#"[0,"\q"]"#, "there is no such escape sequence"),
        (r#"[0,"\u12G4"]"#, "four digits"),
    ];
    for (event, expected) in cases {
        rejected(with(event), expected);
    }
    let mut file = with("[0,\"hop\"]").into_bytes();
    let at = file.iter().rposition(|byte| *byte == b'o').unwrap();
    file[at] = 0xFF;
    rejected(&file, "this byte is not valid UTF-8");
}

#[test]
fn invalid_tables_are_rejected() {
    let cases = [
        (
            r#""texts":{}"#,
            "expected the list of texts, found an object",
        ),
        (r#""texts":[1]"#, "expected a string, found a number"),
        (r#""places":[[]]"#, "expected the file of the place"),
        (r#""places":[["a.rs"]]"#, "expected the line of the place"),
        (r#""places":[["a.rs",-1]]"#, "a line must be from 0"),
        (
            r#""places":[["a.rs",1,2]]"#,
            "a place has a file and a line, and no more",
        ),
        (
            r#""dropped":-1"#,
            "the number of dropped events must be at least 0",
        ),
        (
            r#""meta":{"clock":"sun"}"#,
            "the clock must be \"real\" or \"virtual\"",
        ),
        (
            r#""meta":{"knobs":{"a":1}}"#,
            "expected the setting's value, as a string, found a number",
        ),
        (r#""coroscope":1"#, "“coroscope” occurs a second time"),
        (r#""texts":[],"texts":[]"#, "“texts” occurs a second time"),
        (r#""more":[1,]"#, "expected a value, found “]”"),
        (r#""more":truth"#, "strings must be quoted"),
    ];
    for (member, expected) in cases {
        rejected(
            format!("{{\"coroscope\":1,{member},\"events\":[]}}"),
            expected,
        );
    }
    rejected(r#"{"coroscope":1}"#, "This recording has no events");
}

#[test]
fn deep_nesting_is_rejected() {
    let deep = "[".repeat(5_000_000);
    rejected(
        format!("{{\"coroscope\":1,\"more\":{deep}"),
        "nested deeper than 64",
    );
    rejected(deep, "it begins with a list");
}

#[test]
fn a_recording_that_failed_stays_failed() {
    let file = with("[0,\"hop\"],7,[0,\"hop\"]");
    let mut reader = coroscope::export::RecordingReader::new(file.as_bytes()).unwrap();
    let why = reader.read_some(100).unwrap_err();
    assert_eq!(reader.read_some(100).unwrap_err(), why);
    assert_eq!(reader.finish().unwrap_err(), why);
}

#[test]
fn time_that_runs_backwards_is_clamped_and_reported() {
    let file =
        with("[100,\"poll\",1],[-30,\"pause\",1],[-20,\"wake\",1,\"timer\"],[60,\"poll\",1]");
    let read = read_recording(file.as_bytes()).unwrap();
    let times: Vec<u64> = read.log.iter().map(|event| event.at.as_micros()).collect();
    assert_eq!(times, [0, 100, 100, 100, 110]);
    let repair = read.repairs[0].to_string();
    assert_eq!(
        repair,
        "Time ran backwards; such an event is shown at the time of the previous one (2 times, first in event 3)."
    );
    let before_the_beginning = with("[-5,\"poll\",1]");
    let read = read_recording(before_the_beginning.as_bytes()).unwrap();
    assert_eq!(read.log.last().unwrap().at.as_micros(), 0);
}

#[test]
fn parents_in_a_cycle_are_removed_and_reported() {
    let file = with(r#"[0,"spawn",2,3,0],[0,"spawn",3,2,0],[0,"spawn",4,4,0]"#);
    let read = read_recording(file.as_bytes()).unwrap();
    let model = Model::of(&read.log);
    let parents: Vec<Option<u32>> = model
        .tasks()
        .iter()
        .map(|task| task.parent.map(|parent| parent.number()))
        .collect();
    assert_eq!(parents, [None, None, Some(2), None]);
    assert_eq!((read.repairs[0].first, read.repairs[0].count), (2, 2));
}

#[test]
fn a_task_without_a_spawn_appears_and_is_reported_unless_events_were_dropped() {
    let file = with(r#"[0,"poll",2],[5,"end",2,"done"]"#);
    let read = read_recording(file.as_bytes()).unwrap();
    let repair = read.repairs[0].to_string();
    assert_eq!(
        repair,
        "An event is about a task that was not spawned; the task is shown from there on (event 2)."
    );
    let model = Model::of(&read.log);
    assert_eq!(
        model.tasks()[1].spans.get(0).unwrap().state,
        TaskState::Running
    );
    let cut = file.replacen("\"texts\"", "\"dropped\":9,\"texts\"", 1);
    assert_eq!(read_recording(cut.as_bytes()).unwrap().repairs, []);
}

#[test]
fn tasks_in_reverse_order_are_read_quickly() {
    const TASKS: usize = 200_000;
    let mut file = String::from(r#"{"coroscope":1,"dropped":9000000,"events":["#);
    for number in (1..=TASKS).rev() {
        let comma = if number == 1 { "]}" } else { "," };
        file.push_str(&format!("[1,\"poll\",{}]{comma}", number + 7));
    }
    let read = read_recording(file.as_bytes()).unwrap();
    let model = Model::of(&read.log);
    assert_eq!(model.tasks().len(), TASKS);
    let in_order = model.tasks().iter().enumerate();
    assert!(
        in_order
            .clone()
            .all(|(n, task)| task.id.index() == n + 7 && task.spans.len() == 1)
    );
    assert_eq!(model.task(model.tasks()[5].id), Some(&model.tasks()[5]));
}
