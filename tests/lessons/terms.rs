//! The terms in the texts of lessons, in each language.

use coroscope::lessons;
use coroscope::lessons::Lesson;
use coroscope::lessons::terms::{TERMS, Term, pieces};
use coroscope::wording::{Catalogue, set_catalogue, translate};
use std::fs;
use std::path::PathBuf;

fn found(text: &str) -> Vec<&str> {
    let pieces = pieces(text, &mut Vec::new());
    let terms = pieces.iter().filter(|(_, term)| term.is_some());
    terms.map(|(words, _)| *words).collect()
}

#[test]
fn only_whole_words_are_terms_and_the_longest_counts() {
    assert_eq!(found("multitasking, tasks"), ["tasks"]);
    assert_eq!(found("Taskübergabe, nötask, task"), ["task"]);
    assert_eq!(found("The event loop is a loop."), ["event loop"]);
    assert_eq!(found("Turn by turn, a task's turn"), ["Turn", "task"]);
}

#[test]
fn a_term_of_an_earlier_text_is_plain_text() {
    let mut used = Vec::new();
    pieces("A task waits.", &mut used);
    assert_eq!(pieces("Which task?", &mut used), [("Which task?", None)]);
}

#[test]
fn each_term_occurs_in_a_lesson() {
    let mut used = Vec::new();
    for lesson in lessons::ALL {
        pieces(lesson.sentence, &mut used);
        pieces(lesson.question, &mut used);
    }
    let unused: Vec<_> = TERMS.iter().filter(|term| !used.contains(term)).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

/// The terms in the texts of a lesson, in the current language.
fn terms(lesson: &Lesson) -> Vec<&'static Term> {
    let mut used = Vec::new();
    pieces(translate(lesson.sentence), &mut used);
    pieces(translate(lesson.question), &mut used);
    used
}

/// The translations of texts without numbers: for each language other than English its code and its texts.
fn translations() -> Vec<(String, Catalogue)> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/www/texts"));
    let paths = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let languages = paths.filter_map(|path| {
        let code = path.file_stem()?.to_str()?.to_owned();
        let file: serde_json::Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        let mut catalogue = Catalogue::default();
        for (english, translation) in file["texts"].as_object().unwrap() {
            if let Some(translation) = translation.as_str() {
                catalogue.insert(english, translation);
            }
        }
        (code != "en").then_some((code, catalogue))
    });
    languages.collect()
}

#[test]
fn each_lesson_has_its_terms_in_each_language() {
    let languages = translations();
    assert!(!languages.is_empty(), "no translation in www/texts");
    let english: Vec<_> = lessons::ALL.iter().map(terms).collect();
    let mut missing = Vec::new();
    for (code, catalogue) in languages {
        set_catalogue(Some(catalogue));
        for (lesson, english) in lessons::ALL.iter().zip(&english) {
            let translated = terms(lesson);
            let lost = english.iter().filter(|term| !translated.contains(term));
            missing.extend(lost.map(|term| (code.clone(), lesson.id, term.forms)));
        }
        set_catalogue(None);
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
