//! A fence: a block of a document that says what to run, with its options and the lines that say what must happen.

use crate::problem::Problem;
use crate::words::words;

/// The names under which documents have such a block.
pub const NAMES: [&str; 2] = ["asyncio", "coroscope"];

/// The beginning of a line that says what must happen in the run. The line is neither run nor shown.
const EXPECT: &str = "# expect:";
/// Lines between these comments run but are not shown, as in the element's editor.
const HIDE: &str = "# coroscope: hide";
const SHOW: &str = "# coroscope: show";

/// An option, or what the run must show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The line in the file.
    pub line: usize,
    /// The name of the option; `expect` for an expectation.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// A fence as it is in a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fence {
    /// The file, as the caller named it.
    pub file: String,
    /// The line on which it begins.
    pub line: usize,
    /// Its options and expectations, in order.
    pub entries: Vec<Entry>,
    /// The script, without the lines that say what must happen.
    pub script: String,
    /// The line in the file of each line of the script.
    pub lines: Vec<usize>,
}

impl Fence {
    /// Reads a fence: `info` is what follows its name, `body` its lines. `body_line` is the line of the first of them.
    ///
    /// # Errors
    /// An option without a name, or a quote without an end.
    pub fn read(
        file: &str,
        line: usize,
        info: &str,
        body: &str,
        body_line: usize,
    ) -> Result<Fence, Problem> {
        let mut fence = Fence {
            file: file.to_owned(),
            line,
            ..Fence::default()
        };
        fence.read_info(info)?;
        fence.read_body(body, body_line);
        Ok(fence)
    }

    /// Options on the line that begins the fence: `title="At once" width=640`. A value of `expect` can have several
    /// expectations, with semicolons between.
    fn read_info(&mut self, info: &str) -> Result<(), Problem> {
        // The braces of an attribute list, as Pandoc and Python-Markdown have them.
        let info = info.trim().trim_start_matches('{').trim_end_matches('}');
        let words = words(info).map_err(|why| Problem::new(&self.file, self.line, why))?;
        for word in words {
            // A word alone is the file to run, as the argument of a directive is.
            let (name, value) = word.split_once('=').unwrap_or(("file", &word));
            self.add(self.line, name, value)?;
        }
        Ok(())
    }

    /// Adds an option.
    ///
    /// # Errors
    /// If it has no name.
    pub fn add(&mut self, line: usize, name: &str, value: &str) -> Result<(), Problem> {
        if name.is_empty() {
            let message = format!("=“{value}” has no name: options are NAME=VALUE");
            return Err(Problem::new(&self.file, line, message));
        }
        let values: Vec<&str> = match name {
            "expect" => value.split(';').collect(),
            _ => vec![value],
        };
        for value in values {
            self.entries.push(Entry {
                line,
                name: name.to_owned(),
                value: value.trim().to_owned(),
            });
        }
        Ok(())
    }

    fn read_body(&mut self, body: &str, body_line: usize) {
        for (n, text) in body.lines().enumerate() {
            let line = body_line + n;
            match text.trim_start().strip_prefix(EXPECT) {
                Some(value) => self.entries.push(Entry {
                    line,
                    name: "expect".into(),
                    value: value.trim().into(),
                }),
                None => {
                    self.script += text;
                    self.script.push('\n');
                    self.lines.push(line);
                }
            }
        }
        // Lines that say what must happen are usually first, with an empty line after them.
        while self.script.starts_with('\n') {
            self.script.remove(0);
            self.lines.remove(0);
        }
        let end = self.script.trim_end().len();
        self.script.truncate(end);
        if end > 0 {
            self.script.push('\n');
        }
    }

    /// Adds to all line numbers, for a document that is a part of its file.
    pub(crate) fn move_lines(&mut self, by: usize) {
        self.line += by;
        self.lines.iter_mut().for_each(|line| *line += by);
        self.entries.iter_mut().for_each(|entry| entry.line += by);
    }

    /// The value of an option, if it has it.
    pub fn option(&self, name: &str) -> Option<&str> {
        let mut entries = self.entries.iter().rev();
        let entry = entries.find(|entry| entry.name == name)?;
        Some(&entry.value)
    }

    /// The line in the file of a line of the script, both counted from one.
    pub fn line_of(&self, line: u32) -> usize {
        let index = (line as usize).saturating_sub(1);
        self.lines.get(index).copied().unwrap_or(self.line)
    }

    /// The lines that readers see, with their numbers in the script: without hidden ones.
    fn shown_lines(&self) -> Vec<(u32, &str)> {
        let mut hidden = false;
        let mut shown = Vec::new();
        for (number, line) in (1..).zip(self.script.lines()) {
            match line.trim() {
                HIDE => hidden = true,
                SHOW => hidden = false,
                "" if shown.is_empty() => {}
                _ if hidden => {}
                _ => shown.push((number, line)),
            }
        }
        while shown.last().is_some_and(|(_, line)| line.trim().is_empty()) {
            shown.pop();
        }
        shown
    }

    /// The script as readers see it: without hidden lines.
    pub fn shown_script(&self) -> String {
        let lines: Vec<&str> = self.shown_lines().iter().map(|(_, line)| *line).collect();
        lines.join("\n")
    }

    /// Which of the lines that readers see is this line of the script, both counted from one. `None` if it is hidden.
    pub fn shown_line(&self, line: u32) -> Option<usize> {
        let lines = self.shown_lines();
        let at = lines.iter().position(|(number, _)| *number == line)?;
        Some(at + 1)
    }

    /// A problem at the beginning of the fence.
    pub fn problem(&self, message: impl Into<String>) -> Problem {
        Problem::new(&self.file, self.line, message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_say_what_must_happen_are_not_part_of_the_script() {
        let body = "# expect: makespan 1s\n\nimport asyncio\n# expect: findings none\nasyncio.run(main())\n";
        let fence = Fence::read("a.md", 3, "title=\"At once\"", body, 4).expect("it is valid");
        assert_eq!(fence.script, "import asyncio\nasyncio.run(main())\n");
        assert_eq!(fence.lines, [6, 8]);
        assert_eq!(fence.line_of(2), 8);
        assert_eq!(fence.option("title"), Some("At once"));
        let expected: Vec<(usize, &str)> = (fence.entries.iter())
            .filter(|entry| entry.name == "expect")
            .map(|entry| (entry.line, entry.value.as_str()))
            .collect();
        assert_eq!(expected, [(4, "makespan 1s"), (7, "findings none")]);
    }

    #[test]
    fn hidden_lines_run_but_are_not_shown() {
        let body = "# coroscope: hide\nimport asyncio\n# coroscope: show\n\nprint(1)\n";
        let fence = Fence::read("a.md", 1, "", body, 2).expect("it is valid");
        assert!(fence.script.contains("import asyncio"));
        assert_eq!(fence.shown_script(), "print(1)");
        assert_eq!((fence.shown_line(2), fence.shown_line(5)), (None, Some(1)));
    }

    #[test]
    fn an_option_of_the_first_line_can_have_several_expectations() {
        let info = "expect='makespan 1s; findings none'";
        let fence = Fence::read("a.md", 1, info, "", 2).expect("it is valid");
        let values: Vec<&str> = fence.entries.iter().map(|it| it.value.as_str()).collect();
        assert_eq!(values, ["makespan 1s", "findings none"]);
    }
}
