//! The attributes of the element, apart from the settings of lessons. A property of the same name reflects each.

use crate::lessons;
use crate::lessons::highlight::Language;

/// An attribute.
#[derive(Clone, Copy, Debug)]
pub struct Attribute {
    /// Its name.
    pub name: &'static str,
    /// What it can contain.
    pub values: Values,
    /// What holds without the attribute, for readers; `None` for the first of the [choices](Values::Choice).
    pub default: Option<&'static str>,
    /// What it does.
    pub doc: &'static str,
    /// Whether a property reflects it. If not, it is read only when the element loads.
    pub has_property: bool,
    /// Whether it is also a parameter in the playground's links.
    pub in_links: bool,
}

/// What an attribute can contain.
#[derive(Clone, Copy, Debug)]
pub enum Values {
    /// Text of this form.
    Text(&'static str),
    /// The id of a lesson, or `script`.
    Lesson,
    /// One of the options of a setting, which the property returns as it was given.
    Setting(lessons::Setting),
    /// One of these words. The first is the default, which the property returns instead of other words.
    Choice(&'static [&'static str]),
    /// Nothing: the attribute is present or not.
    Flag,
}

impl Attribute {
    /// The name and the words of an attribute with a fixed set of values.
    pub const fn choice(&self) -> (&'static str, &'static [&'static str]) {
        match self.values {
            Values::Choice(words) => (self.name, words),
            _ => (self.name, &[]),
        }
    }
}

/// The lesson.
pub const LESSON: Attribute = Attribute {
    name: "lesson",
    values: Values::Lesson,
    default: Some(
        "`script` if there is a script; with `src`, what was recorded; otherwise the first lesson",
    ),
    doc: "The lesson to run; `script` for the reader's own Python script; `recording` for a recording of another \
          program.",
    has_property: true,
    in_links: false,
};

/// A recording.
pub const SRC: Attribute = Attribute {
    name: "src",
    values: Values::Text("a URL, relative to the page"),
    default: Some("none"),
    doc: "A recording to show instead of a run. One of another program than a lesson is shown with its own title and files.",
    has_property: true,
    in_links: true,
};

/// A moment.
pub const AT: Attribute = Attribute {
    name: "at",
    values: Values::Text("a time such as `350ms`, or an event such as `e57`"),
    default: Some("the end"),
    doc: "The moment to show when the run has reached it. An event means the moment after it.",
    has_property: true,
    in_links: true,
};

/// The clock.
pub const CLOCK: Attribute = Attribute {
    name: lessons::CLOCK.id,
    values: Values::Setting(lessons::CLOCK),
    default: Some("the lesson's own: `real` if it measures or uses real time, otherwise `virtual`"),
    doc: "The clock of the run. On the virtual clock, each run is the same, event for event.",
    has_property: true,
    in_links: true,
};

/// How fast runs on the virtual clock are shown.
pub const SPEED: Attribute = Attribute {
    name: "speed",
    values: Values::Choice(&[
        "1", "1/100", "1/50", "1/20", "1/10", "1/4", "1/2", "3", "10", "max",
    ]),
    default: None,
    doc: "How fast a lesson's run on the virtual clock is shown, and any run that is played again: at true speed, slower, \
          or faster. With `max`, a run on the virtual clock is shown as soon as it is computed.",
    has_property: true,
    in_links: true,
};

/// The order of a run.
pub const SCHEDULE: Attribute = Attribute {
    name: "schedule",
    values: Values::Text("choices that differ from the clock, such as `3:1,8:2`; `0` for none"),
    default: Some("the usual order"),
    doc: "The order in which answers and timers come in the run of a lesson or a script, on the virtual clock and with \
          answers from memory. *Try other orders* finds such orders.",
    has_property: true,
    in_links: true,
};

/// What the sleeps of a program are for, in other orders.
pub const SLEEPS: Attribute = Attribute {
    name: "sleeps",
    values: Values::Text("`answers` or nothing"),
    default: Some("a sleep may be late, never early"),
    doc: "With `answers`, each sleep stands for an answer from outside in other orders: it takes between no time and three \
          times as long. Such a schedule is not one without it.",
    has_property: true,
    in_links: true,
};

/// A script by its file.
pub const SCRIPT: Attribute = Attribute {
    name: "script",
    values: Values::Text("a URL, relative to the page"),
    default: Some("the script in the tag"),
    doc: "The file with the Python script to show.",
    has_property: true,
    in_links: false,
};

/// A packed script.
pub const CODE: Attribute = Attribute {
    name: "code",
    values: Values::Text("compressed as in the playground's links"),
    default: Some("none"),
    doc: "The Python script to show.",
    has_property: true,
    in_links: true,
};

/// An example of a script.
pub const EXAMPLE: Attribute = Attribute {
    name: "example",
    values: Values::Text("a file name in `scripts/` without `.py`"),
    default: Some("none"),
    doc: "The example to show as the Python script.",
    has_property: true,
    in_links: true,
};

/// Whether to run without being asked.
pub const AUTOPLAY: Attribute = Attribute {
    name: "autoplay",
    values: Values::Flag,
    default: Some("the reader presses Run"),
    doc: "If present, the lesson runs as soon as it is loaded, and again when a setting changes.",
    has_property: true,
    in_links: false,
};

/// When to fetch the module.
pub const LOADING: Attribute = Attribute {
    name: "loading",
    values: Values::Choice(&["lazy", "eager", "click"]),
    default: None,
    doc: "When to fetch the module: `lazy`, when the element comes near the viewport; `eager`, at once; `click`, when \
          the reader clicks.",
    has_property: true,
    in_links: false,
};

/// The colour scheme.
pub const THEME: Attribute = Attribute {
    name: "theme",
    values: Values::Choice(&["auto", "light", "dark"]),
    default: None,
    doc: "The colour scheme; `auto` is that of the page.",
    has_property: true,
    in_links: false,
};

/// The visible parts.
pub const VIEW: Attribute = Attribute {
    name: "view",
    values: Values::Choice(&["both", "timeline", "code", "picture"]),
    default: None,
    doc: "Which parts are shown; `picture` is the smallest: title, picture, status and a Run button.",
    has_property: true,
    in_links: false,
};

/// The guide of the lesson.
pub const GUIDE: Attribute = Attribute {
    name: "guide",
    values: Values::Choice(&["on", "off"]),
    default: None,
    doc: "Whether the reader is asked to guess before the run, and is shown the answer, moments to look at, settings to \
          try and an exercise after it.",
    has_property: true,
    in_links: false,
};

/// The language of the program.
pub const LANGUAGE: Attribute = Attribute {
    name: "language",
    values: Values::Choice(&[Language::Python.name(), Language::Rust.name()]),
    default: None,
    doc: "The language in which a lesson’s program is shown. The reader can switch.",
    has_property: true,
    in_links: false,
};

/// The page's own futures.
pub const LIVE: Attribute = Attribute {
    name: "live",
    values: Values::Text("`corner` for a corner of the page, or empty"),
    default: Some("a lesson is shown"),
    doc: "Shows the page's own futures, which `coroscope::web::live` records, instead of a lesson. Read when the element \
          loads; no property reflects it.",
    has_property: false,
    in_links: false,
};

/// All attributes.
pub const ALL: &[Attribute] = &[
    LESSON, SCRIPT, SRC, AT, CLOCK, SCHEDULE, SLEEPS, SPEED, CODE, EXAMPLE, AUTOPLAY, LOADING,
    THEME, VIEW, GUIDE, LANGUAGE, LIVE,
];
