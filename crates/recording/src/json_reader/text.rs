//! Reads JSON strings, with their escapes.

use super::{Found, JsonReader};
use coroscope_wording::tr;
use std::borrow::Cow;

impl<'a> JsonReader<'a> {
    /// Reads a string; `wanted` describes what is expected.
    pub(crate) fn string(&mut self, wanted: &'static str) -> Found<Cow<'a, str>> {
        if self.peek()? != b'"' {
            return self.wanted(wanted);
        }
        self.at += 1;
        let mut text = Cow::Borrowed("");
        loop {
            let plain = self.plain()?;
            if text.is_empty() {
                text = Cow::Borrowed(plain);
            } else {
                text.to_mut().push_str(plain);
            }
            match self.bytes.get(self.at) {
                Some(b'"') => break,
                Some(b'\\') => {
                    let c = self.escaped()?;
                    text.to_mut().push(c);
                }
                Some(_) => {
                    return Err(self.fault(tr!(
                        "a string contains a line break or another control character"
                    )));
                }
                None => return Err(self.cut_off()),
            }
        }
        self.at += 1;
        Ok(text)
    }

    /// The characters up to the next one that needs special treatment.
    fn plain(&mut self) -> Found<&'a str> {
        let rest = &self.bytes[self.at..];
        let special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
        let count = rest.iter().position(special).unwrap_or(rest.len());
        match core::str::from_utf8(&rest[..count]) {
            Ok(plain) => {
                self.at += count;
                Ok(plain)
            }
            Err(bad) => {
                self.at += bad.valid_up_to();
                if bad.error_len().is_none() && count == rest.len() {
                    return Err(self.cut_off());
                }
                Err(self.fault(tr!("this byte is not valid UTF-8")))
            }
        }
    }

    /// Reads an escaped character.
    fn escaped(&mut self) -> Found<char> {
        let Some(kind) = self.bytes.get(self.at + 1) else {
            return Err(self.cut_off());
        };
        let c = match kind {
            b'"' | b'\\' | b'/' => *kind as char,
            b'b' => '\u{8}',
            b'f' => '\u{C}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(),
            _ => return Err(self.fault(tr!("there is no such escape sequence"))),
        };
        self.at += 2;
        Ok(c)
    }

    fn unicode(&mut self) -> Found<char> {
        let first = self.unit()?;
        let code = match first {
            0xD800..0xDC00 if self.bytes[self.at..].starts_with(b"\\u") => {
                let before = self.at;
                match self.unit()? {
                    second @ 0xDC00..0xE000 => {
                        0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)
                    }
                    _ => {
                        self.at = before;
                        first
                    }
                }
            }
            _ => first,
        };
        // JavaScript's strings may contain half of a surrogate pair; ours can't.
        Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    /// Reads a backslash, a `u` and four digits.
    fn unit(&mut self) -> Found<u32> {
        let Some(digits) = self.bytes.get(self.at + 2..self.at + 6) else {
            return Err(self.cut_off());
        };
        let digits = digits.iter().try_fold(0, |code, digit| {
            Some(code * 16 + char::from(*digit).to_digit(16)?)
        });
        match digits {
            Some(code) => {
                self.at += 6;
                Ok(code)
            }
            None => Err(self.fault(tr!("\\u must be followed by four digits, 0 to 9 or a to f"))),
        }
    }
}
