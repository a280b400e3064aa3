//! Writes JSON: quoted strings, whole numbers, commas where they belong.

use core::fmt::Write;

/// A JSON text to append to.
#[derive(Default)]
pub(super) struct JsonWriter {
    text: String,
    /// Whether the next item is the first in its list or object.
    first: bool,
}

impl JsonWriter {
    pub(super) fn with_capacity(bytes: usize) -> JsonWriter {
        JsonWriter {
            text: String::with_capacity(bytes),
            first: true,
        }
    }

    pub(super) fn open(&mut self, bracket: char) -> &mut JsonWriter {
        self.comma();
        self.text.push(bracket);
        self.first = true;
        self
    }

    pub(super) fn close(&mut self, bracket: char) -> &mut JsonWriter {
        self.text.push(bracket);
        self.first = false;
        self
    }

    /// Starts the next item on a new line.
    pub(super) fn new_line(&mut self) -> &mut JsonWriter {
        self.comma();
        self.text.push('\n');
        self.first = true;
        self
    }

    /// Adds a line break without a comma.
    pub(super) fn line_break(&mut self) -> &mut JsonWriter {
        self.text.push('\n');
        self
    }

    pub(super) fn key(&mut self, key: &str) -> &mut JsonWriter {
        self.string(key);
        self.text.push(':');
        self.first = true;
        self
    }

    pub(super) fn string(&mut self, value: &str) -> &mut JsonWriter {
        self.comma();
        quote(&mut self.text, value);
        self
    }

    pub(super) fn number(&mut self, value: impl Into<i64>) -> &mut JsonWriter {
        self.comma();
        let _ = write!(self.text, "{}", value.into());
        self
    }

    pub(super) fn null(&mut self) -> &mut JsonWriter {
        self.comma();
        self.text.push_str("null");
        self
    }

    /// Adds a member with a string value.
    pub(super) fn text(&mut self, key: &str, value: &str) -> &mut JsonWriter {
        self.key(key).string(value)
    }

    /// Adds a member with a number value.
    pub(super) fn count(&mut self, key: &str, value: impl Into<i64>) -> &mut JsonWriter {
        self.key(key).number(value)
    }

    /// Adds a member whose value is displayed as a number.
    pub(super) fn decimal(&mut self, key: &str, value: impl core::fmt::Display) -> &mut JsonWriter {
        self.key(key).comma();
        let _ = write!(self.text, "{value}");
        self
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    fn comma(&mut self) {
        if !self.first {
            self.text.push(',');
        }
        self.first = false;
    }
}

fn quote(text: &mut String, value: &str) {
    text.push('"');
    let mut rest = value;
    // Characters that need no escape are copied in one piece.
    while let Some(at) =
        rest.find(|c: char| matches!(c, '"' | '\\' | '\0'..' ' | '\u{2028}' | '\u{2029}'))
    {
        let (plain, special) = rest.split_at(at);
        text.push_str(plain);
        let mut chars = special.chars();
        match chars.next() {
            Some('"') => text.push_str("\\\""),
            Some('\\') => text.push_str("\\\\"),
            Some('\n') => text.push_str("\\n"),
            Some('\t') => text.push_str("\\t"),
            Some(c) => {
                let _ = write!(text, "\\u{:04x}", c as u32);
            }
            None => {}
        }
        rest = chars.as_str();
    }
    text.push_str(rest);
    text.push('"');
}
