//! JSON as it is read: a pass over the bytes that keeps nothing, and knows where it is.
//!
//! Written out here because a general reader would bring the code for floating-point numbers, which
//! is a tenth of the page's, and knows nothing of what was to stand where.

mod text;

use std::borrow::Cow;

/// Lists and objects in one another, at most.
const MOST_NESTED: usize = 64;

/// What was wrong, and at which byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) byte: usize,
    pub(super) what: String,
}

type Found<T> = Result<T, Fault>;

/// A place in a JSON text, that moves on as the text is read.
pub(super) struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Scan<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Scan<'a> {
        let mark = bytes.starts_with(b"\xEF\xBB\xBF");
        Scan {
            bytes,
            at: if mark { 3 } else { 0 },
        }
    }

    /// The first byte of what comes next. Fails at the end.
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
        }
    }

    fn cut_off(&self) -> Fault {
        let what = "the file ends here, in the middle: it was cut off. Save or copy it once more";
        Fault {
            byte: self.bytes.len(),
            what: what.into(),
        }
    }

    fn wanted<T>(&self, wanted: &str) -> Found<T> {
        Err(self.fault(format!("{wanted} is wanted, not {}", self.here())))
    }

    /// What stands here, in a few words.
    fn here(&self) -> String {
        match self.bytes[self.at..] {
            [b'"', ..] => "a text".into(),
            [b'[', ..] => "a list".into(),
            [b'{', ..] => "an object".into(),
            [b'-' | b'0'..=b'9', ..] => "a number".into(),
            [b't' | b'f' | b'n', ..] => "true, false or null".into(),
            [byte @ b'!'..=b'~', ..] => format!("“{}”", byte as char),
            [byte, ..] => format!("the byte {byte}"),
            [] => "the end".into(),
        }
    }

    /// Goes into a list (`[`) or an object (`{`), which `wanted` is the word for.
    pub(super) fn enter(&mut self, bracket: u8, wanted: &str) -> Found<List> {
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

    /// Whether one more follows. Past the last, the list is left, and the answer stays no.
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
            (false, _) => self.wanted(&format!("a comma or “{}”", list.end as char)),
        }
    }

    /// The next key of an object.
    pub(super) fn key(&mut self) -> Found<Cow<'a, str>> {
        let key = self.string("a name in quotes")?;
        if self.peek()? != b':' {
            return self.wanted("a colon");
        }
        self.at += 1;
        Ok(key)
    }

    /// A whole number.
    pub(super) fn integer(&mut self, wanted: &str) -> Found<i64> {
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
            return Err(self.fault(format!(
                "{wanted} is wanted, not a number of {} digits",
                to - digits
            )));
        };
        match self.bytes.get(to) {
            None => return Err(self.cut_off()),
            Some(b'.' | b'e' | b'E') => {
                return Err(self.fault(format!("{wanted} is wanted, as a whole number")));
            }
            Some(_) if to == digits => return self.wanted("a digit"),
            Some(_) if to - digits > 1 && self.bytes[digits] == b'0' => {
                return Err(self.fault("a number does not begin with 0"));
            }
            Some(_) => self.at = to,
        }
        Ok(if negative { -number } else { number })
    }

    /// Whether `null` stands here; then it is passed.
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
        Err(self.fault("this is not JSON: a text stands in quotes"))
    }

    /// Passes a value, whatever it is.
    pub(super) fn skip(&mut self) -> Found<()> {
        let mut open: Vec<List> = Vec::new();
        loop {
            match self.peek()? {
                bracket @ (b'[' | b'{') => {
                    if open.len() == MOST_NESTED {
                        return Err(self.fault(format!(
                            "lists and objects stand more than {MOST_NESTED} deep in one another"
                        )));
                    }
                    open.push(self.enter(bracket, "")?);
                }
                b'"' => drop(self.string("")?),
                b'-' | b'0'..=b'9' => self.skip_number()?,
                b't' => self.word(b"true")?,
                b'f' => self.word(b"false")?,
                b'n' => self.word(b"null")?,
                _ => return self.wanted("a value"),
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

    /// What is passed is not looked at closely.
    fn skip_number(&mut self) -> Found<()> {
        let number = |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
        self.at += self.bytes[self.at..]
            .iter()
            .take_while(|byte| number(byte))
            .count();
        Ok(())
    }

    /// That nothing but blanks follows.
    pub(super) fn finish(&mut self) -> Found<()> {
        match self.peek() {
            Err(_) => Ok(()),
            Ok(_) => Err(self.fault(format!(
                "the recording is over, but {} follows",
                self.here()
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
