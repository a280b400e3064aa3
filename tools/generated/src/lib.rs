//! Files that are generated as a whole, or between markers.
//!
//! A marker is a comment in the language of the file: `codegen: NAME` before the generated lines, `codegen: end` after.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// What to do with a file that differs from what is generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Write it.
    Write,
    /// Fail.
    Check,
}

const BEGIN: &str = "codegen: ";
const END: &str = "codegen: end";

/// Writes or checks files.
#[derive(Debug)]
pub struct Output {
    root: PathBuf,
    mode: Mode,
    written: Vec<String>,
}

impl Output {
    /// For the files in this folder.
    #[must_use]
    pub fn new(root: &Path, mode: Mode) -> Output {
        Output {
            root: root.to_owned(),
            mode,
            written: Vec::new(),
        }
    }

    /// A file that is generated as a whole.
    ///
    /// # Errors
    /// If it can't be read or written, or differs from what would be written.
    pub fn file(&mut self, name: &str, text: &str) -> Result<()> {
        let before = self.read(name)?;
        self.settle(name, &before, text)
    }

    /// A file with generated parts: the name of each, and its lines.
    ///
    /// # Errors
    /// If it can't be read or written, has no markers, or differs from what would be written.
    pub fn parts(&mut self, name: &str, parts: &[(&str, String)]) -> Result<()> {
        let before = self.read(name)?;
        let mut text = before.clone();
        for (part, lines) in parts {
            text = with_part(&text, part, lines).with_context(|| name.to_owned())?;
        }
        self.settle(name, &before, &text)
    }

    /// The lines that a generated part has now.
    ///
    /// # Errors
    /// If the file can't be read or has no markers.
    pub fn part(&self, name: &str, part: &str) -> Result<String> {
        let text = self.read(name)?;
        let [_, lines, _] = split(&text, part).with_context(|| name.to_owned())?;
        Ok(lines)
    }

    /// The files that were written.
    #[must_use]
    pub fn written(self) -> Vec<String> {
        self.written
    }

    fn read(&self, name: &str) -> Result<String> {
        let text = fs::read_to_string(self.root.join(name));
        // A clone on Windows may have other line ends.
        Ok(text
            .with_context(|| format!("could not read {name}"))?
            .replace("\r\n", "\n"))
    }

    fn settle(&mut self, name: &str, before: &str, text: &str) -> Result<()> {
        if before == text {
            return Ok(());
        }
        if self.mode == Mode::Check {
            bail!("{}", difference(name, before, text));
        }
        fs::write(self.root.join(name), text).with_context(|| format!("could not write {name}"))?;
        self.written.push(name.to_owned());
        Ok(())
    }
}

/// The text with other lines between the markers of a part.
fn with_part(text: &str, part: &str, lines: &str) -> Result<String> {
    let [head, _, tail] = split(text, part)?;
    Ok(format!("{head}{lines}{tail}"))
}

/// The text up to the first marker of a part, the part, and the rest. A marker is a whole line.
fn split(text: &str, part: &str) -> Result<[String; 3]> {
    let begin = format!("{BEGIN}{part}");
    let is_begin = |line: &str| {
        line.split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .contains(&begin)
    };
    let all: Vec<&str> = text.split_inclusive('\n').collect();
    let Some(from) = all.iter().position(|line| is_begin(line)) else {
        bail!("no line has the marker `{begin}`");
    };
    let after = &all[from + 1..];
    let Some(count) = after.iter().position(|line| line.contains(END)) else {
        bail!("no line after `{begin}` has the marker `{END}`");
    };
    let (lines, tail) = after.split_at(count);
    Ok([all[..=from].concat(), lines.concat(), tail.concat()])
}

/// A message about the first line that differs.
fn difference(name: &str, before: &str, text: &str) -> String {
    let (mut old, mut new) = (before.lines(), text.lines());
    let mut number = 1;
    loop {
        match (old.next(), new.next()) {
            (Some(old), Some(new)) if old == new => number += 1,
            (old, new) => {
                let line = |line: Option<&str>| line.unwrap_or("(the end of the file)").to_owned();
                return format!(
                    "{name}:{number} is not as generated\n  it is      {}\n  should be  {}\nrun `cargo xtask codegen`",
                    line(old),
                    line(new)
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{difference, with_part};

    const TEXT: &str = "a\n// codegen: one\nold\n// codegen: end\nb\n";

    #[test]
    fn only_the_lines_between_the_markers_change() {
        let text = with_part(TEXT, "one", "new\nlines\n").unwrap();
        assert_eq!(text, "a\n// codegen: one\nnew\nlines\n// codegen: end\nb\n");
    }

    #[test]
    fn a_missing_marker_is_named() {
        let error = with_part(TEXT, "two", "").unwrap_err().to_string();
        assert_eq!(error, "no line has the marker `codegen: two`");
        let error = with_part("codegen: two\n", "two", "").unwrap_err();
        assert!(error.to_string().ends_with("`codegen: end`"), "{error}");
    }

    #[test]
    fn the_first_difference_is_reported_with_the_command_to_run() {
        assert_eq!(
            difference("x.js", "a\nb\n", "a\n"),
            "x.js:2 is not as generated\n  it is      b\n  should be  (the end of the file)\nrun `cargo xtask codegen`"
        );
    }
}
