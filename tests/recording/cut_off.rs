//! Files that end in the middle: what is read of them.

use super::bad_input::{rejected, with};
use coroscope::export::{FileEnd, MISSING, read_recording};

#[test]
fn a_file_that_ends_in_the_middle_has_its_events_up_to_there() {
    let file =
        with(r#"[12,"wait",1,0,"io",1],[0,"name",1,0],[0,"print",null,1],[1,"end",1,"done"]"#);
    let whole = read_recording(file.as_bytes()).unwrap();
    assert_eq!(whole.end, FileEnd::Complete);
    let first = file.find("null,0]").unwrap() + "null,0]".len();
    for length in 17..file.len() {
        let read = read_recording(&file.as_bytes()[..length]);
        if length < first {
            let why = read.unwrap_err();
            assert!(why.message.contains("incomplete"), "{length}: {why}");
            assert_eq!(why.at.unwrap().1, length + 1);
            continue;
        }
        let read = read.unwrap();
        let ended = file[first..length].matches(']').count();
        assert_eq!(read.log.len(), 1 + ended.min(4), "{length}");
        assert!(read.log.iter().eq(whole.log.iter().take(read.log.len())));
        assert_eq!((read.end, read.repairs), (FileEnd::CutOff, Vec::new()));
    }
    let error = with("[0,\"hop\"],\n[0,\"hop\"],\n[0,\"polls\"");
    rejected(&error, "Event 4, line 5, byte ");
}

#[test]
fn the_texts_and_places_that_a_cut_file_lacks_are_said_to_be_missing() {
    let file = r#"{"coroscope":5,"events":[[0,"spawn",1,null,1],[0,"name",1,1],[3,"end",1,"done"]],
        "texts":["a","b"],"places":[["a.rs",1],["b.rs",2]]}"#;
    let read = |end: &str| {
        let length = file.find(end).unwrap() + end.len();
        let read = read_recording(&file.as_bytes()[..length]).unwrap();
        let texts: Vec<String> = read.log.texts().map(|it| it.to_string()).collect();
        let places = read.log.places().iter();
        let places = places.map(|it| format!("{}:{}", it.file, it.line));
        (read.log.len(), texts, places.collect::<Vec<_>>())
    };
    let lost = || vec![MISSING.to_owned(); 2];
    let lines = || vec![format!("{MISSING}:1"); 2];
    assert_eq!(read("[3,"), (2, lost(), lines()));
    assert_eq!(
        read("\"texts\":[\"a\""),
        (3, vec!["a".into(), MISSING.into()], lines())
    );
    // A number that no table can have is wrong anyway.
    let far = r#"{"coroscope":5,"events":[[0,"spawn",1,null,4000000000],"#;
    rejected(far, "“places” has no index 4000000000");
}
