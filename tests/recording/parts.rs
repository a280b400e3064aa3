//! Recordings in parts: read while they are written, and from a file.

use super::{meta, with_lesson};
use coroscope::export::{
    FileEnd, LogDeltaWriter, PartsReader, is_in_parts, read_recording, write_recording,
};
use coroscope::trace::Log;

const BEGINNING: &str = "{\"coroscope\":6,\"parts\":true,\"meta\":{\"title\":\"app.py\"}}\n";

/// A log as a recording in parts of at most `most` events.
fn in_parts(log: &Log, most: usize) -> String {
    let mut writer = LogDeltaWriter::default();
    let mut file = BEGINNING.to_owned();
    while let Some(delta) = writer.delta_up_to(log, most) {
        // A part is one line; the deltas that the page uses have several.
        file += &delta.replace('\n', "");
        file.push('\n');
    }
    file + "{\"end\":true}\n"
}

/// Reads all complete lines.
fn read_all(reader: &mut PartsReader) {
    while reader.read_some(1).unwrap() {}
}

#[test]
fn however_a_file_arrives_its_log_is_that_of_the_run() {
    with_lesson("queue", |log| {
        let file = in_parts(log, 50);
        for chunk in [1, 7, 100, 4096, file.len()] {
            let mut reader = PartsReader::default();
            for bytes in file.as_bytes().chunks(chunk) {
                assert!(!reader.is_complete());
                reader.add(bytes);
                read_all(&mut reader);
            }
            assert!(reader.is_complete(), "{chunk}");
            assert!(reader.log().iter().eq(log.iter()), "{chunk}");
            assert!(reader.log().texts().eq(log.texts()));
            assert_eq!(reader.now(), log.last().unwrap().at);
        }
    });
}

#[test]
fn a_file_in_parts_is_read_as_a_whole_one() {
    with_lesson("queue", |log| {
        let whole = write_recording(log, &meta());
        let whole = read_recording(whole.as_bytes()).unwrap();
        let parts = in_parts(log, 50);
        let read = read_recording(parts.as_bytes()).unwrap();
        assert!(read.log.iter().eq(whole.log.iter()));
        assert_eq!((&*read.meta.title, read.end), ("app.py", FileEnd::Complete));
    });
}

#[test]
fn without_its_end_a_file_has_what_was_written() {
    with_lesson("queue", |log| {
        let file = in_parts(log, 50);
        for cut in [file.len() - 1, file.len() / 2, BEGINNING.len()] {
            let read = read_recording(&file.as_bytes()[..cut]).unwrap();
            assert_eq!(read.end, FileEnd::Unfinished);
            let count = read.log.len();
            assert!(read.log.iter().eq(log.iter().take(count)));
            assert_eq!(
                count % 50,
                if cut == file.len() - 1 {
                    log.len() % 50
                } else {
                    0
                }
            );
        }
    });
}

#[test]
fn tables_grow_and_time_goes_on_without_events() {
    let mut reader = PartsReader::default();
    reader.add(BEGINNING.as_bytes());
    reader
        .add(b"{\"texts\":[\"main\"],\"places\":[[\"app.py\",3]],\"sources\":{\"app.py\":\"x\"},");
    reader.add(b"\"events\":[[0,\"spawn\",1,null,0],[3,\"name\",1,0]]}\n");
    reader.add(b"{\"now\":9000}\n{\"texts\":[\"hi\"],\"sources\":{\"b.py\":\"y\"},\"now\":9500,");
    reader.add(b"\"events\":[[4,\"print\",1,1]]}\n{\"dropped\":5,\"events\":[[1,\"poll\",1]]}\n");
    read_all(&mut reader);
    let names: Vec<_> = reader.meta().sources.iter().map(|it| &*it.name).collect();
    assert_eq!(names, ["app.py", "b.py"]);
    assert_eq!(reader.log().texts().collect::<Vec<_>>(), ["main", "hi"]);
    assert_eq!(reader.now().as_micros(), 9500);
    // The events before those that were lost are dropped as well.
    assert_eq!((reader.log().dropped(), reader.log().len()), (8, 1));
    assert_eq!(reader.log().last().unwrap().at.as_micros(), 8);
}

#[test]
fn after_dropped_events_what_exists_is_said_once_more() {
    let part = "{\"places\":[[\"a.py\",1]],\"events\":[[0,\"spawn\",1,null,0],[5,\"poll\",1]]}";
    let again =
        "{\"dropped\":9,\"events\":[[1,\"spawn\",1,null,0],[0,\"poll\",1],[2,\"end\",1,\"done\"]]}";
    let mut reader = PartsReader::default();
    reader.add(format!("{BEGINNING}{part}\n{again}\n").as_bytes());
    read_all(&mut reader);
    assert_eq!((reader.log().dropped(), reader.log().len()), (11, 3));
    let model = coroscope::trace::Model::of(reader.log());
    assert_eq!(model.tasks().len(), 1);
    assert!(model.all_done());
}

#[test]
fn what_is_wrong_in_a_part_is_reported_with_its_line_and_what_was_before_stays() {
    let good = "{\"places\":[[\"a.py\",1]],\"events\":[[0,\"spawn\",1,null,0]]}";
    for (line, words) in [
        ("{\"events\":[[0,\"nap\"]]}", "Event 2, line 3, byte 20"),
        ("{\"events\":[[0,\"name\",1,7]]}", "“texts” has no index 7"),
        (
            "{\"events\":[[0,\"spawn\",1,null,0]]}",
            "spawned a second time",
        ),
        ("[]", "expected a part of the recording"),
        ("{\"events\":[[0,\"poll\",1]]", "incomplete"),
        (
            "{\"end\":true}\n{}",
            "Line 4, byte 2: the recording has ended before this part.",
        ),
    ] {
        let file = format!("{BEGINNING}{good}\n{line}\n");
        let why = read_recording(file.as_bytes()).unwrap_err().to_string();
        assert!(why.contains(words), "{why}");
        let mut reader = PartsReader::default();
        reader.add(file.as_bytes());
        while reader.read_some(1).is_ok_and(|any| any) {}
        assert_eq!(
            reader.log().iter().next().map(|event| event.at.as_micros()),
            Some(0)
        );
    }
}

#[test]
fn only_version_6_can_be_in_parts() {
    assert_eq!(is_in_parts(br#"{"coroscope":5,"parts":true}"#), Some(false));
    assert_eq!(is_in_parts(br#"{"meta":6,"parts":true}"#), Some(false));
    assert_eq!(is_in_parts(b"<!doctype html>"), Some(false));
    assert_eq!(is_in_parts(b""), None);
    for cut in 0..BEGINNING.find("parts").unwrap() {
        assert_eq!(is_in_parts(&BEGINNING.as_bytes()[..cut]), None, "{cut}");
    }
    let unfinished = read_recording(br#"{"coroscope":6,"#).unwrap_err();
    assert!(unfinished.to_string().contains("incomplete"));
}

#[test]
fn a_line_without_an_end_is_refused_before_it_fills_the_memory() {
    let mut reader = PartsReader::default();
    reader.add(BEGINNING.as_bytes());
    read_all(&mut reader);
    let spaces = vec![b' '; 8 << 20];
    for _ in 0..8 {
        reader.add(&spaces);
        assert!(!reader.read_some(1).unwrap());
    }
    reader.add(b" ");
    let error = reader.read_some(1).unwrap_err().to_string();
    assert!(error.starts_with("Line 2, byte 67108864: "), "{error}");
    assert!(error.contains("at most 64 MiB"), "{error}");
    // What was read before stays.
    assert_eq!(reader.meta().title, "app.py");
}
