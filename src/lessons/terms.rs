//! The terms of asyncio that a lesson's texts use, each explained in a sentence.

use crate::wording::{text, translate};

/// A term and what it means. Both texts are in English; [`translate`] them to show them.
#[derive(Debug, PartialEq, Eq)]
pub struct Term {
    /// The forms in which lessons have the term, with a comma between two. A translation has those of its own language, as
    /// many as it needs.
    pub forms: &'static str,
    /// What it means, in a sentence.
    pub meaning: &'static str,
}

const fn term(forms: &'static str, meaning: &'static str) -> Term {
    Term { forms, meaning }
}

/// The terms. <https://docs.python.org/3/library/asyncio.html> has them all.
pub const TERMS: &[Term] = &[
    term(
        text!("async function, async functions"),
        text!(
            "A function that is defined with async def. A call of it makes a coroutine and runs nothing yet."
        ),
    ),
    term(
        text!("background task, background tasks"),
        text!("A task that nobody waits for while it runs."),
    ),
    term(
        text!("cancelled, cancels"),
        text!(
            "A cancelled task is asked to end: at the await where it waits, CancelledError is raised."
        ),
    ),
    term(
        text!("cleanup, clean up, cleaned up"),
        text!("What a task still does while it ends, in finally or at the end of async with."),
    ),
    term(
        text!("coroutine, coroutines"),
        text!(
            "What a call of an async function returns. It runs when it is awaited or becomes a task."
        ),
    ),
    term(
        text!("event loop, loop"),
        text!(
            "What runs all tasks, one at a time: it takes the next one that is ready and runs it until that waits."
        ),
    ),
    term(
        text!("gather, asyncio.gather"),
        text!(
            "asyncio.gather waits for several awaitables at the same time, and returns all results in order."
        ),
    ),
    term(
        text!("lock, locks"),
        text!("An asyncio.Lock is held by one task at a time. The others wait for it in order."),
    ),
    term(
        text!("queue, ready queue"),
        text!("Items are put in at one end and taken out at the other, first in, first out."),
    ),
    term(
        text!("retries, retry"),
        text!("To retry is to try the same again after it failed, usually after a pause."),
    ),
    term(
        text!("semaphore, semaphores"),
        text!(
            "An asyncio.Semaphore lets a certain number of tasks through at a time. The others wait."
        ),
    ),
    term(
        text!("shield, shields"),
        text!("asyncio.shield protects work from the cancellation of the task that waits for it."),
    ),
    term(
        text!("task, tasks"),
        text!(
            "A coroutine that the loop runs on its own, next to others. asyncio.create_task makes one."
        ),
    ),
    term(
        text!("thread, threads"),
        text!(
            "The loop and all of its tasks share one thread, so only one of them runs at any moment."
        ),
    ),
    term(
        text!("timeout, timeouts"),
        text!("A time limit: when it is reached, the work under it is cancelled."),
    ),
    term(
        text!("turn, turns"),
        text!("The time from when the loop resumes a task until the task waits again or ends."),
    ),
];

/// A part of a text: the text, and the term if it is one.
pub type Piece<'a> = (&'a str, Option<&'static Term>);

/// Divides a text in the reader's language at its terms. A term counts where it is first used; those in `used` are plain
/// text.
///
/// # Examples
/// ```
/// use coroscope::lessons::terms::pieces;
/// let mut used = Vec::new();
/// let found = pieces("Tasks share a loop. A task waits.", &mut used);
/// let texts: Vec<&str> = found.iter().map(|(text, _)| *text).collect();
/// assert_eq!(texts, ["Tasks", " share a ", "loop", ". A task waits."]);
/// assert!(found[0].1.is_some_and(|term| term.meaning.starts_with("A coroutine that the loop runs")));
/// ```
pub fn pieces<'a>(text: &'a str, used: &mut Vec<&'static Term>) -> Vec<Piece<'a>> {
    let (mut pieces, mut rest) = (Vec::new(), text);
    while let Some((at, form, term)) = next(rest, used) {
        used.push(term);
        let (before, after) = rest.split_at(at);
        let (word, after) = after.split_at(form.len());
        if !before.is_empty() {
            pieces.push((before, None));
        }
        pieces.push((word, Some(term)));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push((rest, None));
    }
    pieces
}

/// The first term in a text that is not among the used ones; of several at one place, the longest.
fn next(text: &str, used: &[&'static Term]) -> Option<(usize, &'static str, &'static Term)> {
    let forms = (TERMS.iter().filter(|term| !used.contains(term))).flat_map(|term| {
        translate(term.forms)
            .split(", ")
            .map(move |form| (form, term))
    });
    let found = forms.filter_map(|(form, term)| find_word(text, form).map(|at| (at, form, term)));
    found.min_by_key(|(at, form, _)| (*at, usize::MAX - form.len()))
}

/// Where a text has these words, as whole words in upper or lower case.
fn find_word(text: &str, words: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_here = |(at, window): &(usize, &[u8])| {
        // The first byte of a character is never one within another, so the window begins and ends between characters.
        window.eq_ignore_ascii_case(words.as_bytes())
            && !text[..*at].ends_with(char::is_alphanumeric)
            && !text[at + words.len()..].starts_with(char::is_alphanumeric)
    };
    let mut windows = bytes.windows(words.len()).enumerate();
    windows.find(is_here).map(|(at, _)| at)
}
