//! The terms of asyncio that a lesson's texts use, each explained in a sentence.

/// A term and what it means.
#[derive(Debug, PartialEq, Eq)]
pub struct Term {
    /// The term in the forms in which texts have it, in lower case.
    pub forms: &'static [&'static str],
    /// What it means, in a sentence.
    pub meaning: &'static str,
}

const fn term(forms: &'static [&'static str], meaning: &'static str) -> Term {
    Term { forms, meaning }
}

/// The terms. <https://docs.python.org/3/library/asyncio.html> has them all.
pub const TERMS: &[Term] = &[
    term(
        &["async function", "async functions"],
        "A function that is defined with async def. A call of it makes a coroutine and runs nothing yet.",
    ),
    term(
        &["background task", "background tasks"],
        "A task that nobody waits for while it runs.",
    ),
    term(
        &["cancelled", "cancels"],
        "A cancelled task is asked to end: at the await where it waits, CancelledError is raised.",
    ),
    term(
        &["cleanup", "clean up", "cleaned up"],
        "What a task still does while it ends, in finally or at the end of async with.",
    ),
    term(
        &["coroutine"],
        "What a call of an async function returns. It runs when it is awaited or becomes a task.",
    ),
    term(
        &["event loop", "loop"],
        "What runs all tasks, one at a time: it takes the next one that is ready and runs it until that waits.",
    ),
    term(
        &["gather"],
        "asyncio.gather waits for several awaitables at the same time, and returns all results in order.",
    ),
    term(
        &["lock"],
        "An asyncio.Lock is held by one task at a time. The others wait for it in order.",
    ),
    term(
        &["queue", "ready queue"],
        "Items are put in at one end and taken out at the other, first in, first out.",
    ),
    term(
        &["retries"],
        "To retry is to try the same again after it failed, usually after a pause.",
    ),
    term(
        &["semaphore"],
        "An asyncio.Semaphore lets a certain number of tasks through at a time. The others wait.",
    ),
    term(
        &["shield"],
        "asyncio.shield protects work from the cancellation of the task that waits for it.",
    ),
    term(
        &["task", "tasks"],
        "A coroutine that the loop runs on its own, next to others. asyncio.create_task makes one.",
    ),
    term(
        &["thread"],
        "The loop and all of its tasks share one thread, so only one of them runs at any moment.",
    ),
    term(
        &["timeout"],
        "A time limit: when it is reached, the work under it is cancelled.",
    ),
    term(
        &["turn"],
        "The time from when the loop resumes a task until the task waits again or ends.",
    ),
];

/// A part of a text: the text, and the term if it is one.
pub type Piece<'a> = (&'a str, Option<&'static Term>);

/// Divides a text at its terms. A term counts where it is first used; those in `used` are plain text.
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
    let forms = (TERMS.iter().filter(|term| !used.contains(term)))
        .flat_map(|term| term.forms.iter().map(move |form| (*form, term)));
    let found = forms.filter_map(|(form, term)| find_word(text, form).map(|at| (at, form, term)));
    found.min_by_key(|(at, form, _)| (*at, usize::MAX - form.len()))
}

/// Where a text has these words, as whole words in upper or lower case.
fn find_word(text: &str, words: &str) -> Option<usize> {
    let is_word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    let is_here = |(at, window): &(usize, &[u8])| {
        window.eq_ignore_ascii_case(words.as_bytes())
            && !is_word(at.checked_sub(1).and_then(|before| bytes.get(before)))
            && !is_word(bytes.get(at + words.len()))
    };
    let mut windows = bytes.windows(words.len()).enumerate();
    windows.find(is_here).map(|(at, _)| at)
}
