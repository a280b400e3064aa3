//! Writes JSON: quoted strings, whole numbers, commas where they belong.

use core::fmt::Write;

/// A JSON text to append to.
#[derive(Default)]
pub struct JsonWriter {
    text: String,
    /// Whether the next item is the first in its list or object.
    first: bool,
}

impl JsonWriter {
    /// An empty text with room for this number of bytes.
    pub fn with_capacity(bytes: usize) -> JsonWriter {
        JsonWriter {
            text: String::with_capacity(bytes),
            first: true,
        }
    }

    /// Begins a list or an object.
    pub fn open(&mut self, bracket: char) -> &mut JsonWriter {
        self.comma();
        self.text.push(bracket);
        self.first = true;
        self
    }

    /// Ends a list or an object.
    pub fn close(&mut self, bracket: char) -> &mut JsonWriter {
        self.text.push(bracket);
        self.first = false;
        self
    }

    /// Starts the next item on a new line.
    pub fn new_line(&mut self) -> &mut JsonWriter {
        self.comma();
        self.text.push('\n');
        self.first = true;
        self
    }

    /// Adds a line break without a comma.
    pub fn line_break(&mut self) -> &mut JsonWriter {
        self.text.push('\n');
        self
    }

    /// Adds the name of a member. Its value is next.
    pub fn key(&mut self, key: &str) -> &mut JsonWriter {
        self.string(key);
        self.text.push(':');
        self.first = true;
        self
    }

    /// Adds a string.
    pub fn string(&mut self, value: &str) -> &mut JsonWriter {
        self.comma();
        quote(&mut self.text, value);
        self
    }

    /// Adds a whole number.
    pub fn number(&mut self, value: impl Into<i64>) -> &mut JsonWriter {
        self.comma();
        let _ = write!(self.text, "{}", value.into());
        self
    }

    /// Adds `null`.
    pub fn null(&mut self) -> &mut JsonWriter {
        self.comma();
        self.text.push_str("null");
        self
    }

    /// Adds a member with a string value.
    pub fn text(&mut self, key: &str, value: &str) -> &mut JsonWriter {
        self.key(key).string(value)
    }

    /// Adds a member with a number value.
    pub fn count(&mut self, key: &str, value: impl Into<i64>) -> &mut JsonWriter {
        self.key(key).number(value)
    }

    /// Adds a member whose value is displayed as a number.
    pub fn decimal(&mut self, key: &str, value: impl core::fmt::Display) -> &mut JsonWriter {
        self.key(key).comma();
        let _ = write!(self.text, "{value}");
        self
    }

    /// The text.
    pub fn finish(self) -> String {
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
