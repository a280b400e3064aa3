//! JSON as it is written: text quoted, numbers whole, commas where they belong.

use core::fmt::Write;

/// A JSON text that grows at its end.
#[derive(Default)]
pub(super) struct Json {
    text: String,
    /// Whether what comes next is the first in its list or object.
    first: bool,
}

impl Json {
    pub(super) fn with_capacity(bytes: usize) -> Json {
        Json {
            text: String::with_capacity(bytes),
            first: true,
        }
    }

    pub(super) fn open(&mut self, bracket: char) -> &mut Json {
        self.comma();
        self.text.push(bracket);
        self.first = true;
        self
    }

    pub(super) fn close(&mut self, bracket: char) -> &mut Json {
        self.text.push(bracket);
        self.first = false;
        self
    }

    /// What comes next stands in a line of its own.
    pub(super) fn new_line(&mut self) -> &mut Json {
        self.comma();
        self.text.push('\n');
        self.first = true;
        self
    }

    /// A line break where no comma belongs.
    pub(super) fn line_break(&mut self) -> &mut Json {
        self.text.push('\n');
        self
    }

    pub(super) fn key(&mut self, key: &str) -> &mut Json {
        self.string(key);
        self.text.push(':');
        self.first = true;
        self
    }

    pub(super) fn string(&mut self, value: &str) -> &mut Json {
        self.comma();
        quote(&mut self.text, value);
        self
    }

    pub(super) fn number(&mut self, value: impl Into<i64>) -> &mut Json {
        self.comma();
        let _ = write!(self.text, "{}", value.into());
        self
    }

    pub(super) fn null(&mut self) -> &mut Json {
        self.comma();
        self.text.push_str("null");
        self
    }

    /// A member whose value is a text.
    pub(super) fn text(&mut self, key: &str, value: &str) -> &mut Json {
        self.key(key).string(value)
    }

    /// A member whose value is a number.
    pub(super) fn count(&mut self, key: &str, value: impl Into<i64>) -> &mut Json {
        self.key(key).number(value)
    }

    /// A member whose value writes itself as a number.
    pub(super) fn decimal(&mut self, key: &str, value: impl core::fmt::Display) -> &mut Json {
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
    // Whatever JSON takes as it is, is copied in one piece.
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
