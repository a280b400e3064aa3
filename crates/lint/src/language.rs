//! The language of the program, and texts in its terms.

use coroscope_trace::{Log, Place, RunView};
use coroscope_wording::translate;

/// The language of a program, as far as the places in its log show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Python,
    Rust,
}

impl Language {
    /// Python if more places are in Python files than in Rust files.
    pub(super) fn of(log: &Log) -> Language {
        let places = log.places();
        let count = |ending: &str| {
            let is_there = |place: &&Place| place.file.ends_with(ending);
            places.iter().filter(is_there).count()
        };
        match count(".py") > count(".rs") {
            true => Language::Python,
            false => Language::Rust,
        }
    }

    /// The language of the program that readers see.
    pub(super) fn shown(run: RunView<'_>) -> Language {
        match run.counterparts {
            Some(counterparts) if counterparts.file.ends_with(".py") => Language::Python,
            Some(_) => Language::Rust,
            None => Language::of(run.log),
        }
    }
}

/// The same advice in the terms of each language, as texts that were marked with `text!`.
#[derive(Clone, Copy)]
pub(super) struct Advice {
    pub(super) python: &'static str,
    pub(super) rust: &'static str,
}

impl Advice {
    /// Advice that is the same for both.
    pub(super) const fn both(text: &'static str) -> Advice {
        Advice {
            python: text,
            rust: text,
        }
    }

    /// The advice for programs in `language`, translated for the reader.
    pub(super) fn text(self, language: Language) -> &'static str {
        translate(match language {
            Language::Python => self.python,
            Language::Rust => self.rust,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_most_places_determine_the_language() {
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
