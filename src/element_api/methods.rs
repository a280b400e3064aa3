//! The methods of the element.

/// A method.
#[derive(Clone, Copy, Debug)]
pub struct Method {
    /// Its name.
    pub name: &'static str,
    /// Its parameters: name, type in TypeScript, and what it means.
    pub parameters: &'static [(&'static str, &'static str, &'static str)],
    /// The type of its result in TypeScript.
    pub result: &'static str,
    /// What it does.
    pub doc: &'static str,
}

/// All methods.
pub const ALL: &[Method] = &[
    Method {
        name: "run",
        parameters: &[],
        result: "void",
        doc: "Runs the lesson from its start. Loads the module first if necessary.",
    },
    Method {
        name: "stop",
        parameters: &[],
        result: "void",
        doc: "Cancels the current run.",
    },
    Method {
        name: "seek",
        parameters: &[(
            "moment",
            "number | string",
            "Milliseconds, or a value of the attribute `at`.",
        )],
        result: "void",
        doc: "Goes to a moment: a number of milliseconds, or a value of `at`. Throws a `TypeError` for anything else.",
    },
    Method {
        name: "open",
        parameters: &[(
            "recording",
            "Blob | string",
            "The recording, or its address. The name of a `File` is shown.",
        )],
        result: "void",
        doc: "Shows a recording that no link can lead to: one that the page has as a file, or an address that is not for \
              others. Then dispatches `settings`, or `load` for an address.",
    },
    Method {
        name: "present",
        parameters: &[],
        result: "void",
        doc: "Shows title, question, timeline and answer in full screen, in large type, until the reader presses Esc. \
              Browsers allow full screen only on a key or a click; otherwise the element covers the window.",
    },
    Method {
        name: "toSVG",
        parameters: &[],
        result: "string | null",
        doc: "Returns the picture of the last run as SVG; `null` before the first run.",
    },
    Method {
        name: "recording",
        parameters: &[],
        result: "string | null",
        doc: "Returns the last run as a recording that `src` can show; `null` before the first run.",
    },
];
