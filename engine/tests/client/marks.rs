//! Marks printed lines with their stream, because the log does not distinguish the streams.

use serde_json::Value;

/// The first character of lines of standard output and of standard error.
pub(crate) const OUT: char = '\u{1}';
pub(crate) const ERR: char = '\u{2}';

/// Calls that run a loop.
const LOOP_CALLS: [&str; 3] = [".run(", ".run_until_complete(", ".run_forever("];

const STREAMS: &str = r#"
import sys

class Marked:
    def __init__(self, stream, mark):
        self.stream, self.mark, self.begins = stream, mark, True

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError("write() argument must be str")
        if text:
            inner = text[:-1].replace("\n", "\n" + self.mark)
            self.stream.write(self.mark * self.begins + inner + text[-1])
            self.begins = text[-1] == "\n"
        return len(text)

    def __getattr__(self, name):
        return getattr(self.stream, name)

sys.stdout, sys.stderr = Marked(sys.stdout, "\x01"), Marked(sys.stderr, "\x02")
"#;

/// The script with streams that mark their lines. Line numbers do not change.
pub fn marked(source: &str) -> String {
    format!("exec({}, {{}}); {source}", quoted(STREAMS))
}

/// The same, with calls at the top level that block while they run the loop, as in a function. The engine awaits only
/// functions that are called by name, so the calls are rewritten.
pub fn blocking(source: &str) -> String {
    let mut rest = source;
    let mut all = String::new();
    while let Some((at, name)) = (LOOP_CALLS.iter())
        .filter_map(|name| Some((rest.find(name)?, name)))
        .min()
    {
        let end = at + name.len();
        let is_of_name = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '.';
        let before = &rest[..at];
        let begin = before.trim_end_matches(is_of_name).len();
        let (function, is_whole) = (&rest[begin..end - 1], begin < at);
        all.push_str(&rest[..begin]);
        match is_whole {
            true => all.push_str(&format!("[{function}][0](")),
            false => all.push_str(&rest[begin..end]),
        }
        rest = &rest[end..];
    }
    marked(&(all + rest))
}

/// A text as a Python literal.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::blocking;

    #[test]
    fn calls_that_run_the_loop_are_not_by_name() {
        let script = blocking("loop.run_until_complete(asyncio.run(main()))\nrunner().run(it)\n");
        let expected = "[loop.run_until_complete][0]([asyncio.run][0](main()))\nrunner().run(it)\n";
        assert!(script.ends_with(expected), "{script}");
    }
}
