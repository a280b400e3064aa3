//! The events of the element.

/// An event, a `CustomEvent`.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    /// Its type.
    pub name: &'static str,
    /// When it occurs.
    pub doc: &'static str,
    /// Whether it bubbles, through shadow roots too.
    pub bubbles: bool,
    /// The TypeScript interface of its detail, if that has a name.
    pub interface: Option<&'static str>,
    /// The fields of its detail.
    pub detail: &'static [Field],
    /// What holds for several fields.
    pub note: &'static str,
}

impl Event {
    /// Its type, and whether it bubbles.
    pub const fn kind(&self) -> (&'static str, bool) {
        (self.name, self.bubbles)
    }
}

/// A field of an event's detail.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name; with a question mark if it can be missing.
    pub name: &'static str,
    /// Its type in TypeScript.
    pub kind: &'static str,
    /// What it means, where the name does not say it.
    pub doc: &'static str,
}

const fn field(name: &'static str, kind: &'static str, doc: &'static str) -> Field {
    Field { name, kind, doc }
}

/// The element is ready.
pub const LOAD: Event = Event {
    name: "load",
    doc: "The element is ready; with `src`, the recording is shown.",
    bubbles: false,
    interface: None,
    detail: &[field("title?", "string", "the title of the recording")],
    note: "",
};

/// The reader changed a setting.
pub const SETTINGS: Event = Event {
    name: "settings",
    doc: "The reader changed a setting, or opened a recording.",
    bubbles: false,
    interface: None,
    detail: &[
        field(
            "link",
            "string",
            "lesson and settings, as in the playground's address",
        ),
        field("title", "string", "the title of what is shown"),
    ],
    note: "",
};

/// A run began.
pub const RUN_START: Event = Event {
    name: "run-start",
    doc: "A run began.",
    bubbles: true,
    interface: None,
    detail: &[field("lesson", "string", "")],
    note: "",
};

/// A run ended.
pub const RUN_END: Event = Event {
    name: "run-end",
    doc: "A run is over and drawn.",
    bubbles: true,
    interface: Some("RunTotals"),
    detail: &[
        field("lesson", "string", ""),
        field("outcome", "'done' | 'failed' | 'cancelled' | 'stopped'", ""),
        field(
            "error?",
            "string",
            "why it failed, or would never have ended",
        ),
        field("tasks", "number", ""),
        field("events", "number", ""),
        field("took", "number", "the duration of the run"),
        field("running", "number", ""),
        field("ready", "number", ""),
        field("waiting", "number", ""),
        field("findings", "number", ""),
        field(
            "guess?",
            "'right' | 'wrong'",
            "whether the run confirmed the reader's guess",
        ),
        field("solved", "boolean", "whether the run solved the exercise"),
    ],
    note: "Durations are in milliseconds and, except `took`, summed over all tasks.",
};

/// A search for other orders ended.
pub const ORDERS: Event = Event {
    name: "orders",
    doc: "A search for other orders of the run of a lesson or a script is over.",
    bubbles: true,
    interface: Some("OrdersTotals"),
    detail: &[
        field("lesson", "string", ""),
        field("tried", "number", "how many orders were tried"),
        field("outcomes", "number", "how many different outcomes they had"),
        field(
            "complete",
            "boolean",
            "whether all possible orders were tried",
        ),
        field(
            "solved",
            "boolean",
            "whether the exercise is solved in every order",
        ),
    ],
    note: "",
};

/// A finding.
pub const FINDING: Event = Event {
    name: "finding",
    doc: "A mistake was found in the run, such as a blocked loop.",
    bubbles: true,
    interface: Some("Finding"),
    detail: &[
        field("kind", "string", ""),
        field("title", "string", ""),
        field("sentence", "string", ""),
        field("advice", "string", ""),
        field("from", "number", ""),
        field("until", "number", ""),
        field("tasks", "string[]", "the names of the tasks involved"),
    ],
    note: "Times are in milliseconds since the start of the run.",
};

/// Something failed.
pub const ERROR: Event = Event {
    name: "error",
    doc: "The module did not load or panicked, or `src` could not be shown.",
    bubbles: false,
    interface: None,
    detail: &[field("message", "string", "")],
    note: "",
};

/// All events.
pub const ALL: &[Event] = &[LOAD, SETTINGS, RUN_START, RUN_END, ORDERS, FINDING, ERROR];
