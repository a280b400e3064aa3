//! What a page can style: CSS custom properties, and parts for `::part()`. And the slot.

use super::{Named, named};

/// The CSS custom properties that the element reads.
pub const PROPERTIES: &[Named] = &[
    named("--coro-accent", "Buttons, links, and the selection."),
    named("--coro-muted", "Secondary text."),
    named("--coro-rule", "Lines between parts."),
    named(
        "--coro-paper",
        "The background of popups over the timeline, and of the element with an explicit theme.",
    ),
    named("--coro-ink", "The text with an explicit theme."),
    named("--coro-run", "Running tasks."),
    named("--coro-ready", "Ready tasks."),
    named("--coro-wait", "Waiting tasks."),
    named("--coro-done", "The end of a completed task."),
    named("--coro-fail", "The end of a failed task, and problems."),
    named("--coro-cancel", "The end of a cancelled task."),
    named("--coro-mono", "The font of code."),
    named("--coro-radius", "Corners of buttons and fields."),
    named("--coro-gap", "Space between the parts."),
    named("--coro-timeline-size", "The height of the timeline."),
];

/// The parts.
pub const PARTS: &[Named] = &[
    named("scope", "The whole element."),
    named("intro", "Title, sentence and question."),
    named("controls", "Run, Stop, and the status of the run."),
    named("knobs", "The settings."),
    named("code", "The program."),
    named(
        "side",
        "The tabs next to the program: printed lines, details, resources, findings, comparison.",
    ),
    named("timeline", "The timeline with its player."),
    named("load", "The button of `loading=\"click\"`."),
    named(
        "trouble",
        "The message that is shown if the module did not load or crashed.",
    ),
];

/// The slots.
pub const SLOTS: &[Named] = &[named(
    "",
    "The content that is shown until the element is loaded, such as a picture of a run.",
)];
