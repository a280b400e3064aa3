//! Every script of the gallery and in `cases` has exactly the findings in `tests/expected_findings.txt`.

use coroscope_engine_tests::expected_findings::check_group;
use coroscope_engine_tests::programs::{GALLERY, KINDS, REPORTS, RIGHT, scripts};
use std::fs;

#[test]
fn every_script_of_the_gallery_has_the_findings_in_the_table() {
    check_group(GALLERY);
}

#[test]
fn every_reported_situation_has_the_findings_in_the_table() {
    check_group(REPORTS);
}

#[test]
fn every_case_has_the_findings_in_the_table_and_its_cure_has_none() {
    check_group(KINDS);
}

#[test]
fn programs_that_only_look_like_a_mistake_have_no_finding() {
    check_group(RIGHT);
}

#[test]
fn the_first_line_of_every_case_says_what_is_wrong_in_which_line() {
    for group in [REPORTS, KINDS, RIGHT] {
        for (name, path) in scripts(group) {
            let source = fs::read_to_string(path).expect("a script");
            let first = source.lines().next().expect("a first line");
            let is_right = first.starts_with("# Nothing is wrong");
            let line = first.strip_prefix("# Line ").and_then(|rest| {
                let (line, _) = rest.split_once(": ")?;
                line.parse::<usize>().ok()
            });
            let is_code = |line: usize| {
                let text = source.lines().nth(line - 1).unwrap_or_default().trim();
                !text.is_empty() && !text.starts_with('#')
            };
            assert!(is_right || line.is_some_and(is_code), "{name}: {first}");
        }
    }
}
