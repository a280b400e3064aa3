//! The program's own files in a recording.

use coroscope::export::{Meta, SourceFile, read_recording, write_recording};
use coroscope::trace::Log;

#[track_caller]
fn sources(version: u32, member: &str) -> Vec<(String, String)> {
    let file = format!(r#"{{"coroscope":{version},"events":[],"sources":{member}}}"#);
    let sources = read_recording(file.as_bytes()).unwrap().meta.sources;
    let pair = |source: SourceFile| (source.name, source.text);
    sources.into_iter().map(pair).collect()
}

#[test]
fn the_files_are_read_in_their_order() {
    let read = sources(5, r#"{"b.py":"x = 1\n","lib/a.py":""}"#);
    let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    assert_eq!(read, [pair("b.py", "x = 1\n"), pair("lib/a.py", "")]);
}

#[test]
fn before_version_5_the_member_has_no_meaning() {
    for version in 1..5 {
        assert_eq!(sources(version, r#"{"a.py":"x = 1"}"#), []);
        assert_eq!(sources(version, "[1, 2]"), []);
    }
}

#[test]
fn a_recording_without_files_has_no_such_member() {
    let file = write_recording(&Log::default(), &Meta::default());
    assert!(!file.contains("sources"), "{file}");
}

#[test]
fn what_is_not_the_text_of_a_file_is_refused() {
    for (member, words) in [
        (
            "[]",
            "expected an object with the texts of the program's files, found a list",
        ),
        (
            r#"{"a.py":null}"#,
            "expected the text of the file, found true, false or null",
        ),
        (r#"{"a.py":"#, "incomplete"),
    ] {
        let file = format!(r#"{{"coroscope":5,"events":[],"sources":{member}"#);
        let why = read_recording(file.as_bytes()).unwrap_err().to_string();
        assert!(why.contains(words), "{why}");
    }
}
