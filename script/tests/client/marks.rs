//! Which of the lines in a log were written to which stream: the log, like the page, makes no difference.

use serde_json::Value;

/// What a line of standard output begins with, and one of standard error.
pub(crate) const OUT: char = '\u{1}';
pub(crate) const ERR: char = '\u{2}';

const STREAMS: &str = r#"
import sys

class Marked:
    def __init__(self, stream, mark):
        self.stream, self.mark, self.begins = stream, mark, True

    def write(self, text):
        if text:
            inner = text[:-1].replace("\n", "\n" + self.mark)
            self.stream.write(self.mark * self.begins + inner + text[-1])
            self.begins = text[-1] == "\n"
        return len(text)

    def __getattr__(self, name):
        return getattr(self.stream, name)

sys.stdout, sys.stderr = Marked(sys.stdout, "\x01"), Marked(sys.stderr, "\x02")
"#;

/// The script with streams that mark what is written. Its lines keep their numbers.
pub fn marked(source: &str) -> String {
    format!("exec({}, {{}}); {source}", quoted(STREAMS))
}

/// The same, with lines that block where they run the loop, as they do in a function.
pub fn blocking(source: &str) -> String {
    let all = format!("exec(compile({}, 'script.py', 'exec'))", quoted(source));
    marked(&all)
}

/// A text as Python writes it.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
