//! The reader's progress, which the page stores: which lessons ran, and where the reader guessed or solved the exercise.

use super::{GUESSED, SOLVED, detail, value};
use crate::web::storage;
use web_sys::Event;

/// The reader's progress; none if the page has no local storage.
pub(super) fn progress() -> Vec<String> {
    let words = storage::read(storage::PROGRESS).unwrap_or_default();
    words.split_whitespace().map(str::to_owned).collect()
}

/// Stores that the reader has solved an exercise about every order.
pub(super) fn store_solved(event: &Event) {
    let solved = detail(event, "lesson").filter(|_| value(event, "solved").is_truthy());
    let Some(word) = solved.map(|lesson| format!("{lesson}{SOLVED}")) else {
        return;
    };
    let mut progress = progress();
    if !progress.contains(&word) {
        progress.push(word);
        storage::write(storage::PROGRESS, &progress.join(" "));
    }
}

/// Stores what the reader has achieved with a run. A run that was stopped or failed does not count.
pub(super) fn store_progress(event: &Event) {
    let Some(lesson) = detail(event, "lesson") else {
        return;
    };
    if detail(event, "outcome").as_deref() != Some("done") {
        return;
    }
    let has_guessed = detail(event, "guess").is_some();
    let is_solved = value(event, "solved").is_truthy();
    let mut progress = progress();
    for (suffix, is_new) in [("", true), (GUESSED, has_guessed), (SOLVED, is_solved)] {
        let word = format!("{lesson}{suffix}");
        if is_new && !progress.contains(&word) {
            progress.push(word);
        }
    }
    // Without storage only the marks are lost.
    storage::write(storage::PROGRESS, &progress.join(" "));
}
