//! The recordings of real programs that the site carries: each is small, has its program, and shows one mistake.

use std::fs;
use std::path::{Path, PathBuf};

use coroscope::export::{Recording, read_recording};
use coroscope::lessons::recordings::SAMPLES;
use coroscope::lint::{Finding, FindingKind, Options, findings};
use coroscope::trace::{Model, RunView};

const MAX_BYTES: usize = 100_000;

fn in_repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn bytes_of(name: &str) -> Vec<u8> {
    let sample = SAMPLES.iter().find(|sample| sample.name == name).unwrap();
    fs::read(in_repository("www").join(sample.path())).unwrap()
}

fn sample(name: &str) -> Recording {
    read_recording(&bytes_of(name)).unwrap()
}

fn findings_in(name: &str) -> Vec<Finding> {
    let log = sample(name).log;
    findings(RunView::new(&log, &Model::of(&log)), &Options::default())
}

/// The names of the files in a folder with this ending, without it, in order. Tools may have left others there.
fn names_in(folder: &str, ending: &str) -> Vec<String> {
    let files = fs::read_dir(in_repository(folder)).unwrap();
    let files = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = files
        .filter_map(|file| file.strip_suffix(ending).map(str::to_owned))
        .collect();
    names.sort();
    names
}

#[test]
fn every_recording_is_listed_and_has_its_program() {
    let mut listed: Vec<_> = SAMPLES
        .iter()
        .map(|sample| sample.name.to_owned())
        .collect();
    listed.sort();
    assert_eq!(names_in("www/recordings", ".coro.json"), listed);
    assert_eq!(names_in("python/examples", ".py"), listed);
}

#[test]
fn every_sample_is_small_and_contains_its_program_as_it_is() {
    for name in SAMPLES.iter().map(|sample| sample.name) {
        assert!(bytes_of(name).len() <= MAX_BYTES, "{name}");
        let program = in_repository("python/examples").join(format!("{name}.py"));
        let text = fs::read_to_string(program).unwrap();
        assert!(
            text.contains("Recorded with"),
            "{name}: how was it recorded?"
        );
        let meta = sample(name).meta;
        assert_eq!(meta.lesson, "", "{name}");
        let sources: Vec<_> = (meta.sources.into_iter())
            .map(|source| (source.name, source.text))
            .collect();
        // The recording has to be made again after a change of the program.
        assert_eq!(sources, [(format!("{name}.py"), text)]);
    }
}

/// The only finding in a sample, of this kind.
#[track_caller]
fn only(name: &str, kind: FindingKind) -> Finding {
    let mut found = findings_in(name);
    let kinds: Vec<_> = found.iter().map(|finding| finding.kind).collect();
    assert_eq!(kinds, [kind], "{name}: {found:#?}");
    found.remove(0)
}

#[test]
fn in_the_service_the_login_blocks_the_loop() {
    let found = only("blocked-loop", FindingKind::BLOCKED);
    let late = "login ran for";
    assert!(found.sentence.contains(late), "{}", found.sentence);
    // Two orders, and the server’s own tick.
    assert_eq!(found.victims.len(), 3, "{}", found.sentence);
}

#[test]
fn with_the_small_pool_the_time_is_spent_waiting() {
    let found = only("small-pool", FindingKind::STUCK_UNTIL_TIMEOUT);
    let waited = "request 7 and request 8 were still waiting for the semaphore";
    assert!(found.sentence.contains(waited), "{}", found.sentence);
}

#[test]
fn the_failure_of_a_mail_is_lost() {
    let found = only("lost-failure", FindingKind::UNRETRIEVED);
    assert!(
        found.sentence.contains("mail to Cleo"),
        "{}",
        found.sentence
    );
}
