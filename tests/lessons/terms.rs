//! The terms in the texts of lessons.

use coroscope::lessons;
use coroscope::lessons::terms::{TERMS, pieces};

fn found(text: &str) -> Vec<&str> {
    let pieces = pieces(text, &mut Vec::new());
    let terms = pieces.iter().filter(|(_, term)| term.is_some());
    terms.map(|(words, _)| *words).collect()
}

#[test]
fn only_whole_words_are_terms_and_the_longest_counts() {
    assert_eq!(found("multitasking, tasks"), ["tasks"]);
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
