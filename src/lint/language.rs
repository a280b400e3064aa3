//! The language of the program, and texts that differ with it.

use crate::trace::{Log, Place};

/// The language that a program is written in, as far as the places in its log say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Python,
    Rust,
}

impl Language {
    /// Python, where most of the places are in files of Python.
    pub(super) fn of(log: &Log) -> Language {
        let places = log.places();
        let is_python = |place: &&Place| place.file.ends_with(".py");
        let python = places.iter().filter(is_python).count();
        match 2 * python > places.len() {
            true => Language::Python,
            false => Language::Rust,
        }
    }
}

/// The same advice in the terms of each language.
#[derive(Clone, Copy)]
pub(super) struct Advice {
    pub(super) python: &'static str,
    pub(super) rust: &'static str,
}

impl Advice {
    /// For what is called alike in both.
    pub(super) const fn both(text: &'static str) -> Advice {
        Advice {
            python: text,
            rust: text,
        }
    }

    pub(super) fn text(self, language: Language) -> &'static str {
        match language {
            Language::Python => self.python,
            Language::Rust => self.rust,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_most_places_tell_the_language() {
        let log = |files: &[&str]| {
            let places = files.iter().map(|file| Place {
                file: (*file).into(),
                line: 1,
            });
            Log::default().with_tables(0, [], places)
        };
        let language = |files: &[&str]| Language::of(&log(files));
        assert_eq!(language(&[]), Language::Rust);
        assert_eq!(language(&["src/main.rs", "script.py"]), Language::Rust);
        assert_eq!(language(&["a.py", "b.py", "src/task.rs"]), Language::Python);
    }
}
