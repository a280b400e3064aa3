//! Well-known messages of asyncio, and the pages about them in `docs/messages`.

/// A part of the message, and the name of its page. The first match counts.
const MESSAGES: [(&str, &str); 24] = [
    (
        "Task was destroyed but it is pending!",
        "task-was-destroyed-but-it-is-pending",
    ),
    ("was never awaited", "coroutine-was-never-awaited"),
    (
        "attached to a different loop",
        "attached-to-a-different-loop",
    ),
    (
        "is bound to a different event loop",
        "bound-to-a-different-event-loop",
    ),
    ("Event loop is closed", "event-loop-is-closed"),
    (
        "asyncio.run() cannot be called from a running event loop",
        "asyncio-run-cannot-be-called-from-a-running-event-loop",
    ),
    (
        "This event loop is already running",
        "this-event-loop-is-already-running",
    ),
    (
        "Task exception was never retrieved",
        "task-exception-was-never-retrieved",
    ),
    (
        "_GatheringFuture exception was never retrieved",
        "gatheringfuture-exception-was-never-retrieved",
    ),
    (
        "Future exception was never retrieved",
        "future-exception-was-never-retrieved",
    ),
    ("no running event loop", "no-running-event-loop"),
    (
        "There is no current event loop in thread",
        "there-is-no-current-event-loop",
    ),
    ("a coroutine was expected, got", "a-coroutine-was-expected"),
    (
        "An asyncio.Future, a coroutine or an awaitable is required",
        "an-awaitable-is-required",
    ),
    (
        "can't be used in 'await' expression",
        "object-cannot-be-awaited",
    ),
    ("object can't be awaited", "object-cannot-be-awaited"),
    (
        "'coroutine' object ",
        "coroutine-object-is-not-subscriptable",
    ),
    (
        "cannot reuse already awaited coroutine",
        "cannot-reuse-already-awaited-coroutine",
    ),
    (
        "Timeout should be used inside a task",
        "timeout-should-be-used-inside-a-task",
    ),
    (
        "await wasn't used with future",
        "await-wasnt-used-with-future",
    ),
    ("Executing <", "executing-took-seconds"),
    (
        "unhandled exception during asyncio.run() shutdown",
        "unhandled-exception-during-shutdown",
    ),
    ("Lock is not acquired.", "lock-is-not-acquired"),
    (
        "Passing coroutines is forbidden",
        "passing-coroutines-is-forbidden",
    ),
];

/// The name of the page in `docs/messages` about a printed line, if there is one.
///
/// # Examples
/// ```
/// use coroscope::lint::message_page;
/// let page = message_page("RuntimeError: Event loop is closed");
/// assert_eq!(page, Some("event-loop-is-closed"));
/// assert_eq!(message_page("hello"), None);
/// ```
pub fn message_page(line: &str) -> Option<&'static str> {
    let found = MESSAGES.iter().find(|(part, _)| line.contains(part));
    found.map(|(_, page)| *page)
}
