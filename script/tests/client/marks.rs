//! Which of the lines in a log were written to which stream: the log, like the page, makes no difference.

use serde_json::Value;

/// What a line of standard output begins with, and one of standard error.
pub(crate) const OUT: char = '\u{1}';
pub(crate) const ERR: char = '\u{2}';

/// What runs a loop, as it is called.
const RUN_THE_LOOP: [&str; 3] = [".run(", ".run_until_complete(", ".run_forever("];

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

/// The same, with lines that block where they run the loop, as they do in a function: the engine only awaits what is
/// called by its name.
pub fn blocking(source: &str) -> String {
    let mut rest = source;
    let mut all = String::new();
    while let Some((at, name)) = (RUN_THE_LOOP.iter())
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

/// A text as Python writes it.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::blocking;

    #[test]
    fn what_runs_the_loop_is_not_called_by_its_name() {
        let script = blocking("loop.run_until_complete(asyncio.run(main()))\nrunner().run(it)\n");
        let expected = "[loop.run_until_complete][0]([asyncio.run][0](main()))\nrunner().run(it)\n";
        assert!(script.ends_with(expected), "{script}");
    }
}
