//! Files that are no recordings, or bad ones: what is said of each.

use coroscope::export::{MOST_BYTES, check_size, read_recording};
use coroscope::trace::Model;
use coroscope::trace::model::SpanState;

#[track_caller]
fn refused(file: impl AsRef<[u8]>, expected: &str) {
    match read_recording(file.as_ref()) {
        Ok(_) => panic!("it was read: {expected}"),
        Err(why) => assert!(why.to_string().contains(expected), "{why}\n  | {expected}"),
    }
}

/// A recording of two texts, one place, task 1, and these events, of which the first is event 2 in line 3.
fn with(events: &str) -> String {
    let head = r#"{"coroscope":1,"texts":["a","b"],"places":[["a.rs",1]],"events":["#;
    format!("{head}\n[0,\"spawn\",1,null,0],\n{events}]}}")
}

#[test]
fn what_is_no_recording_is_told_apart() {
    refused(
        "",
        "The file is empty. A recording begins with {\"coroscope\":1.",
    );
    refused(" \n", "The file is empty.");
    refused("hello", "This is not a recording, and not JSON.");
    refused(
        [0x89, b'P', b'N', b'G'],
        "This is not a recording, and not JSON.",
    );
    refused([0x1F, 0x8B, 8, 0], "unpack it first");
    refused("[]", "This is not a recording: it begins with a list.");
    refused("{}", "This is not a recording: its first member is “”.");
    refused(
        r#"{"name":1}"#,
        "This is not a recording: its first member is “name”.",
    );
    refused(r#"{"traceEvents":[]}"#, "This is a trace for Chrome");
    refused(
        "{coroscope:1}",
        "Line 1, byte 2: a name in quotes is wanted, not “c”.",
    );
    refused(
        r#"{"coroscope":"1"}"#,
        "the version of the format is wanted, not a text",
    );
}

#[test]
fn another_version_is_named() {
    refused(
        r#"{"coroscope":3,"events":{}}"#,
        "version 3 of the format, and version 2 is the newest",
    );
    refused(r#"{"coroscope":0}"#, "There is no version 0 of the format");
}

#[test]
fn a_file_that_is_too_large_is_refused_unread() {
    let file = vec![b'x'; MOST_BYTES + 1];
    refused(&file, "The file has 129 MiB, and at most 128 MiB are read.");
    assert!(check_size(500 << 20).is_err());
    assert!(check_size(MOST_BYTES as u64).is_ok());
    assert!(check_size(u64::MAX).is_err());
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let file =
        with(r#"[12,"wait",1,0,"io",1],[0,"name",1,0],[0,"print",null,1],[1,"end",1,"done"]"#);
    assert!(read_recording(file.as_bytes()).is_ok());
    for length in 17..file.len() {
        let why = read_recording(&file.as_bytes()[..length]).unwrap_err();
        assert!(why.message.contains("cut off"), "{length}: {why}");
        let (_, byte) = why.at.unwrap();
        assert_eq!(byte, length + 1);
    }
    let four = with("[0,\"hop\"],\n[0,\"hop\"],\n[0,\"poll\"");
    refused(&four[..four.len() - 2], "Event 4, line 5, byte ");
}

#[test]
fn what_follows_the_end_is_refused() {
    refused(
        with("[0,\"hop\"]") + "{}",
        "the recording is over, but an object follows",
    );
}

#[test]
fn a_wrong_event_is_named_with_what_would_be_right() {
    let cases = [
        (
            r#"7"#,
            "Event 2, line 3, byte 89: an event, as a list such as [250,\"poll\",1], is wanted, not a number.",
        ),
        (
            r#"[]"#,
            "the event's time in microseconds is wanted, but the event ends here",
        ),
        (
            r#"["hop"]"#,
            "the event's time in microseconds is wanted, not a text",
        ),
        (
            r#"[1.5,"hop"]"#,
            "the event's time in microseconds is wanted, as a whole number",
        ),
        (r#"[1e9,"hop"]"#, "as a whole number"),
        (
            r#"[99999999999999999999,"hop"]"#,
            "not a number of 20 digits",
        ),
        (
            r#"[9999999999999999,"hop"]"#,
            "the times of a run are at most 9007199254740991 microseconds",
        ),
        (r#"[-,"hop"]"#, "a digit is wanted, not"),
        (r#"[007,"hop"]"#, "a number does not begin with 0"),
        (
            r#"[0]"#,
            "the event's word, such as \"spawn\", is wanted, but the event ends here",
        ),
        (
            r#"[0,"jump"]"#,
            "an event, such as \"spawn\" or \"poll\" is wanted, not “jump”",
        ),
        (r#"[0,"hop",1]"#, "this event has more items than it should"),
        (r#"[0 "hop"]"#, "a comma or “]” is wanted, not a text"),
        (r#"[0,"hop",]"#, "this event has more items than it should"),
        (
            r#"[0,"poll",0]"#,
            "a task's number is from 1 to 4294967293, not 0",
        ),
        (r#"[0,"poll",-1]"#, "not -1"),
        (r#"[0,"poll",5000000000]"#, "not 5000000000"),
        (
            r#"[0,"poll",null]"#,
            "a task's number is wanted, not true, false or null",
        ),
        (
            r#"[0,"poll",{"task":1}]"#,
            "a task's number is wanted, not an object",
        ),
        (r#"[0,"print",nil,0]"#, "a text stands in quotes"),
        (
            r#"[0,"level",1,0,70000,0]"#,
            "how many wait to take is from 0 to 65535, not 70000",
        ),
        (
            r#"[0,"wake",1,"me"]"#,
            "who woke the task: a number, \"timer\", \"callback\" or \"outside\", is wanted, not “me”",
        ),
        (r#"[0,"wait",1,0,"rain"]"#, "not “rain”"),
        (
            r#"[0,"end",1,"well"]"#,
            "how the task ended: \"done\", \"failed\" or \"cancelled\", is wanted, not “well”",
        ),
        (r#"[0,"make",1,"Mutex",0,0]"#, "not “Mutex”"),
        (
            r#"[0,"name",1,2]"#,
            "Event 2: “texts” has no position 2: it has 2, counted from 0.",
        ),
        (
            r#"[0,"wait",1,1,"turn"]"#,
            "Event 2: “places” has no position 1: it has 1, counted from 0.",
        ),
        (r#"[0,"spawn",1,null,0]"#, "task 1 is spawned a second time"),
        (
            r#"[0,"poll",4000000000]"#,
            "there are tasks 1 and 4000000000; at most 1000000 tasks are read",
        ),
        (
            "[0,\"h\u{7}op\"]",
            "another control character stands in a text",
        ),
        (
            r#"[0,"\q"]"#,
            "no such character is written with a backslash",
        ),
        (r#"[0,"\u12G4"]"#, "four digits"),
    ];
    for (event, expected) in cases {
        refused(with(event), expected);
    }
    let mut file = with("[0,\"hop\"]").into_bytes();
    let at = file.iter().rposition(|byte| *byte == b'o').unwrap();
    file[at] = 0xFF;
    refused(&file, "this byte is not text in UTF-8");
}

#[test]
fn wrong_tables_are_refused() {
    let cases = [
        (
            r#""texts":{}"#,
            "the list of texts is wanted, not an object",
        ),
        (r#""texts":[1]"#, "a text is wanted, not a number"),
        (r#""places":[[]]"#, "the file of the place is wanted"),
        (r#""places":[["a.rs"]]"#, "the line of the place is wanted"),
        (r#""places":[["a.rs",-1]]"#, "a line is from 0"),
        (
            r#""places":[["a.rs",1,2]]"#,
            "a place has a file and a line, and no more",
        ),
        (
            r#""dropped":-1"#,
            "how many events came before is at least 0",
        ),
        (
            r#""meta":{"clock":"sun"}"#,
            "the clock is \"real\" or \"virtual\"",
        ),
        (
            r#""meta":{"knobs":{"a":1}}"#,
            "the setting's value, as a text, is wanted, not a number",
        ),
        (r#""coroscope":1"#, "“coroscope” stands here a second time"),
        (
            r#""texts":[],"texts":[]"#,
            "“texts” stands here a second time",
        ),
        (r#""more":[1,]"#, "a value is wanted, not “]”"),
        (r#""more":truth"#, "a text stands in quotes"),
    ];
    for (member, expected) in cases {
        refused(
            format!("{{\"coroscope\":1,{member},\"events\":[]}}"),
            expected,
        );
    }
    refused(r#"{"coroscope":1}"#, "This recording has no events");
}

#[test]
fn deep_nesting_is_refused() {
    let deep = "[".repeat(5_000_000);
    refused(
        format!("{{\"coroscope\":1,\"more\":{deep}"),
        "more than 64 deep",
    );
    refused(deep, "it begins with a list");
}

#[test]
fn a_recording_that_failed_stays_failed() {
    let file = with("[0,\"hop\"],7,[0,\"hop\"]");
    let mut reading = coroscope::export::Reading::new(file.as_bytes()).unwrap();
    let why = reading.read_some(100).unwrap_err();
    assert_eq!(reading.read_some(100).unwrap_err(), why);
    assert_eq!(reading.finish().unwrap_err(), why);
}

#[test]
fn time_that_runs_backwards_stands_still_and_is_told() {
    let file =
        with("[100,\"poll\",1],[-30,\"pause\",1],[-20,\"wake\",1,\"timer\"],[60,\"poll\",1]");
    let read = read_recording(file.as_bytes()).unwrap();
    let times: Vec<u64> = read.log.iter().map(|event| event.at.as_micros()).collect();
    assert_eq!(times, [0, 100, 100, 100, 110]);
    let told = read.repairs[0].to_string();
    assert_eq!(
        told,
        "Time ran backwards; such an event is shown at the time of the one before it (2 times, first in event 3)."
    );
    let before_the_beginning = with("[-5,\"poll\",1]");
    let read = read_recording(before_the_beginning.as_bytes()).unwrap();
    assert_eq!(read.log.last().unwrap().at.as_micros(), 0);
}

#[test]
fn parents_that_go_round_are_left_out_and_told() {
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
fn a_task_that_nobody_spawned_appears_and_is_told_unless_its_beginning_was_dropped() {
    let file = with(r#"[0,"poll",2],[5,"end",2,"done"]"#);
    let read = read_recording(file.as_bytes()).unwrap();
    let told = read.repairs[0].to_string();
    assert_eq!(
        told,
        "An event is about a task that was not spawned; the task is shown from there on (event 2)."
    );
    let model = Model::of(&read.log);
    assert_eq!(
        model.tasks()[1].spans.get(0).unwrap().state,
        SpanState::Running
    );
    let cut = file.replacen("\"texts\"", "\"dropped\":9,\"texts\"", 1);
    assert_eq!(read_recording(cut.as_bytes()).unwrap().repairs, []);
}

#[test]
fn tasks_named_in_reverse_order_are_taken_in_quickly() {
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
