//! A pull parser for JSON: reads a text in one pass, keeps nothing, and reports positions.
//!
//! A general JSON parser would not know what was expected at a position, and would read floating-point numbers, which
//! recordings don't have.

mod text;

use coroscope_wording::{text, tr, translate};
use std::borrow::Cow;

/// Maximum nesting of lists and objects.
const MAX_DEPTH: usize = 64;

/// An error and its byte position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) byte: usize,
    pub(super) what: String,
    /// Whether the text ends there, and is valid up to there.
    pub(super) is_cut_off: bool,
}

type Found<T> = Result<T, Fault>;

/// A position in a JSON text.
pub(super) struct JsonReader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> JsonReader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> JsonReader<'a> {
        let mark = bytes.starts_with(b"\xEF\xBB\xBF");
        JsonReader {
            bytes,
            at: if mark { 3 } else { 0 },
        }
    }

    /// The first byte of the next token. Fails at the end.
    pub(super) fn peek(&mut self) -> Found<u8> {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.bytes.get(self.at) {
            self.at += 1;
        }
        match self.bytes.get(self.at) {
            Some(byte) => Ok(*byte),
            None => Err(self.cut_off()),
        }
    }

    pub(super) fn fault(&self, what: impl Into<String>) -> Fault {
        Fault {
            byte: self.at,
            what: what.into(),
            is_cut_off: false,
        }
    }

    fn cut_off(&self) -> Fault {
        let what =
            tr!("the file ends here, in the middle: it is incomplete. Save or copy it again");
        Fault {
            byte: self.bytes.len(),
            what: what.into(),
            is_cut_off: true,
        }
    }

    fn wanted<T>(&self, wanted: &'static str) -> Found<T> {
        Err(self.fault(tr!(
            "expected {wanted}, found {found}",
            wanted = translate(wanted),
            found = self.here()
        )))
    }

    /// Describes the next token.
    fn here(&self) -> String {
        match self.bytes[self.at..] {
            [b'"', ..] => tr!("a string").into(),
            [b'[', ..] => tr!("a list").into(),
            [b'{', ..] => tr!("an object").into(),
            [b'-' | b'0'..=b'9', ..] => tr!("a number").into(),
            [b't' | b'f' | b'n', ..] => tr!("true, false or null").into(),
            [byte @ b'!'..=b'~', ..] => tr!("“{name}”", name = byte as char),
            [byte, ..] => tr!("the byte {byte}", byte),
            [] => tr!("the end").into(),
        }
    }

    /// Enters a list (`[`) or an object (`{`); `wanted` describes what is expected.
    pub(super) fn enter(&mut self, bracket: u8, wanted: &'static str) -> Found<List> {
        if self.peek()? != bracket {
            return self.wanted(wanted);
        }
        self.at += 1;
        Ok(List {
            end: bracket + 2,
            first: true,
            is_left: false,
        })
    }

    /// Whether another item follows. After the last one, the list is left, and the answer remains `false`.
    pub(super) fn more(&mut self, list: &mut List) -> Found<bool> {
        if list.is_left {
            return Ok(false);
        }
        let next = self.peek()?;
        let first = core::mem::take(&mut list.first);
        if next == list.end {
            self.at += 1;
            list.is_left = true;
            return Ok(false);
        }
        match (first, next) {
            (true, _) => Ok(true),
            (false, b',') => {
                self.at += 1;
                Ok(true)
            }
            (false, _) if list.end == b']' => self.wanted(text!("a comma or “]”")),
            (false, _) => self.wanted(text!("a comma or “}”")),
        }
    }

    /// Reads the next key of an object.
    pub(super) fn key(&mut self) -> Found<Cow<'a, str>> {
        let key = self.string(text!("a name in quotes"))?;
        if self.peek()? != b':' {
            return self.wanted(text!("a colon"));
        }
        self.at += 1;
        Ok(key)
    }

    /// Reads a whole number.
    pub(super) fn integer(&mut self, wanted: &'static str) -> Found<i64> {
        let negative = match self.peek()? {
            b'-' => true,
            b'0'..=b'9' => false,
            _ => return self.wanted(wanted),
        };
        let from = self.at;
        let digits = from + usize::from(negative);
        let more = self.bytes[digits..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit());
        let to = digits + more.count();
        let number = self.bytes[digits..to]
            .iter()
            .try_fold(0_i64, |number, digit| {
                number.checked_mul(10)?.checked_add(i64::from(digit - b'0'))
            });
        let Some(number) = number else {
            return Err(self.fault(tr!(
                "expected {wanted}, found a number of {digits} digits",
                wanted = translate(wanted),
                digits = to - digits
            )));
        };
        match self.bytes.get(to) {
            None => return Err(self.cut_off()),
            Some(b'.' | b'e' | b'E') => {
                return Err(self.fault(tr!(
                    "expected {wanted}, as a whole number",
                    wanted = translate(wanted)
                )));
            }
            Some(_) if to == digits => return self.wanted(text!("a digit")),
            Some(_) if to - digits > 1 && self.bytes[digits] == b'0' => {
                return Err(self.fault(tr!("a number does not begin with 0")));
            }
            Some(_) => self.at = to,
        }
        Ok(if negative { -number } else { number })
    }

    /// Skips `null`; returns whether it was there.
    pub(super) fn null(&mut self) -> Found<bool> {
        let null = self.peek()? == b'n';
        if null {
            self.word(b"null")?;
        }
        Ok(null)
    }

    fn word(&mut self, word: &[u8]) -> Found<()> {
        let rest = &self.bytes[self.at..];
        if rest.starts_with(word) {
            self.at += word.len();
            return Ok(());
        }
        if word.starts_with(rest) {
            return Err(self.cut_off());
        }
        Err(self.fault(tr!("this is not JSON: strings must be quoted")))
    }

    /// Skips a value of any kind.
    pub(super) fn skip(&mut self) -> Found<()> {
        let mut open: Vec<List> = Vec::new();
        loop {
            match self.peek()? {
                bracket @ (b'[' | b'{') => {
                    if open.len() == MAX_DEPTH {
                        return Err(self.fault(tr!(
                            "lists and objects are nested deeper than {most}",
                            most = MAX_DEPTH
                        )));
                    }
                    open.push(self.enter(bracket, "")?);
                }
                b'"' => drop(self.string("")?),
                b'-' | b'0'..=b'9' => self.skip_number()?,
                b't' => self.word(b"true")?,
                b'f' => self.word(b"false")?,
                b'n' => self.word(b"null")?,
                _ => return self.wanted(text!("a value")),
            }
            loop {
                let Some(list) = open.last_mut() else {
                    return Ok(());
                };
                if self.more(list)? {
                    if list.end == b'}' {
                        self.key()?;
                    }
                    break;
                }
                open.pop();
            }
        }
    }

    /// Skips a number without checking its form.
    fn skip_number(&mut self) -> Found<()> {
        let number = |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
        self.at += self.bytes[self.at..]
            .iter()
            .take_while(|byte| number(byte))
            .count();
        Ok(())
    }

    /// Checks that only whitespace follows.
    pub(super) fn finish(&mut self) -> Found<()> {
        match self.peek() {
            Err(_) => Ok(()),
            Ok(_) => Err(self.fault(tr!(
                "the recording ends here, but {found} follows",
                found = self.here()
            ))),
        }
    }
}

/// A list or an object that is being read.
pub(super) struct List {
    end: u8,
    first: bool,
    is_left: bool,
}
