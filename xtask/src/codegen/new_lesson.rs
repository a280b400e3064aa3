//! `cargo xtask new-lesson`: writes a small lesson that works, for an author to change.

use std::path::Path;

use anyhow::{Result, bail};
use coroscope_generated::Mode;
use fs_err as fs;

use super::module_lists::{self, CATALOG, LESSONS, TESTS};
use crate::paths::Paths;
use crate::process;

/// A file of a lesson.
struct Part {
    folder: &'static str,
    extension: &'static str,
    template: &'static str,
    /// What it contains.
    contents: &'static str,
}

const PARTS: [Part; 4] = [
    Part {
        folder: "src/lessons",
        extension: "rs",
        template: include_str!("lesson_template/program.rs"),
        contents: "the program, as it runs and as the page shows it",
    },
    Part {
        folder: "src/lessons/python",
        extension: "py",
        template: include_str!("lesson_template/twin.py"),
        contents: "the same program in Python",
    },
    Part {
        folder: "src/lessons/catalog",
        extension: "rs",
        template: include_str!("lesson_template/catalog.rs"),
        contents: "title, question and settings",
    },
    Part {
        folder: "tests/lessons",
        extension: "rs",
        template: include_str!("lesson_template/test.rs"),
        contents: "what its run must show",
    },
];

impl Part {
    fn file(&self, name: &str) -> String {
        format!("{}/{name}.{}", self.folder, self.extension)
    }
}

/// Makes a lesson, after another one or as the last. Then runs codegen and the new lesson's test.
pub(crate) fn run(paths: &Paths, name: &str, after: Option<&str>) -> Result<()> {
    make(&paths.root, name, after)?;
    // Compiling can take minutes. If it fails or is interrupted, these steps remain.
    println!("{}", next_steps(name));
    super::run(paths, false)?;
    let filter = format!("lessons::{name}::");
    println!("Compiles and runs the new lesson's test, which draws its golden file:");
    process::run(
        process::cargo(paths, "test")
            .args(["--package", "coroscope", "--test", "all", "--"])
            .arg(&filter)
            .env("UPDATE_GOLDEN", "1"),
    )
}

/// Writes the files of a lesson and its lines in the lists. If it fails because of a name, nothing is written.
fn make(root: &Path, name: &str, after: Option<&str>) -> Result<()> {
    check_name(name)?;
    for part in &PARTS {
        // A module may also be a folder.
        for path in [part.file(name), format!("{}/{name}", part.folder)] {
            if root.join(&path).exists() {
                bail!(
                    "`{name}` is taken by {path}. If `new-lesson` was interrupted, run `cargo xtask codegen` and \
                     `UPDATE_GOLDEN=1 cargo test --test all lessons::{name}::`; else choose a name that is free"
                );
            }
        }
    }
    let lessons = module_lists::lessons(root)?;
    if let Some(after) = after {
        if !lessons.iter().any(|it| it == after) {
            let lessons = lessons.join(", ");
            bail!(
                "there is no lesson `{after}` for `{name}` to come after: --after takes one of {lessons}"
            );
        }
        let (list, line) = (root.join(CATALOG), module_lists::entry(after));
        let lines = format!("{line}{}", module_lists::entry(name));
        fs::write(&list, fs::read_to_string(&list)?.replacen(&line, &lines, 1))?;
    }
    let title = title(name);
    for part in &PARTS {
        let text = part.template.replace("NAME", name).replace("TITLE", &title);
        fs::write(root.join(part.file(name)), text)?;
    }
    module_lists::run(root, Mode::Write)?;
    Ok(())
}

/// Names that Rust reserves, or that mean something else: the prelude of the lessons, and the reader's own script.
const RESERVED: &str = "abstract as async await become box break const continue crate do dyn else enum extern false final \
    fn for gen if impl in let loop macro match mod move mut override prelude priv pub ref return script self static \
    struct super trait true try type typeof unsafe unsized use virtual where while yield";

fn check_name(name: &str) -> Result<()> {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|it| it.is_ascii_lowercase());
    if !name.split('_').all(is_word) {
        let words = name.split(|it: char| !it.is_ascii_alphabetic());
        let words: Vec<String> = (words.filter(|it| !it.is_empty()))
            .map(str::to_ascii_lowercase)
            .collect();
        let example = if words.is_empty() {
            "deep_awaits".to_owned()
        } else {
            words.join("_")
        };
        bail!(
            "`{name}` can't name a lesson: write words of the letters a to z with `_` between them, such as `{example}`"
        );
    }
    if RESERVED.split_whitespace().any(|it| it == name) {
        bail!("`{name}` is a reserved word: choose another, such as `{name}_lesson`");
    }
    Ok(())
}

fn title(name: &str) -> String {
    let words = name.replace('_', " ");
    let (first, rest) = words.split_at(1);
    format!("{}{rest}", first.to_ascii_uppercase())
}

fn next_steps(name: &str) -> String {
    let width = (PARTS.iter().map(|part| part.file(name).len()))
        .max()
        .unwrap_or(0);
    let parts = PARTS
        .iter()
        .map(|part| format!("  {:<width$}  {}\n", part.file(name), part.contents));
    format!(
        "Made the lesson `{name}`, which works. Make it yours:\n{}  {:<width$}  a line for it\n\n\
         After a change:\n  \
           cargo xtask codegen    if it was to the title or the settings\n  \
           UPDATE_GOLDEN=1 cargo test -p coroscope --test all -- lessons::{name}::    draws its run, tests/golden/{name}.txt\n  \
           cargo xtask serve      shows it, at #{name}\n\n\
         Generated: {LESSONS}, {CATALOG}, {TESTS}, and what `cargo xtask codegen` prints.",
        parts.collect::<String>(),
        "CHANGELOG.md",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;
    use std::{env, process};

    use crate::files;

    /// A copy of the folders that a lesson has files in. It is removed when the test ends.
    struct Copy(PathBuf);

    impl Copy {
        fn new(test: &str) -> Copy {
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
            let copy = env::temp_dir().join(format!("coroscope-{test}-{}", process::id()));
            for folder in ["src/lessons", "tests/lessons"] {
                files::copy_folder(&root.join(folder), &copy.join(folder)).unwrap();
            }
            Copy(copy)
        }

        fn read(&self, file: &str) -> String {
            fs::read_to_string(self.0.join(file)).unwrap()
        }

        /// All files with their contents.
        fn files(&self) -> Vec<(String, String)> {
            let files = files::files_in(&self.0).unwrap().into_iter();
            files.map(|file| (file.clone(), self.read(&file))).collect()
        }
    }

    impl Drop for Copy {
        fn drop(&mut self) {
            // A folder that can't be removed must not hide why a test failed.
            drop(files::remove_folder(&self.0));
        }
    }

    #[test]
    fn a_new_lesson_is_four_files_and_a_line_in_each_list() {
        let copy = Copy::new("new-lesson");
        let before = copy.files();
        make(&copy.0, "deep_sleep", None).unwrap();
        let after = copy.files();
        let changed: Vec<&str> = (after.iter())
            .filter(|file| !before.contains(file))
            .map(|(name, _)| name.as_str())
            .collect();
        assert_eq!(
            changed,
            [
                "src/lessons/catalog/deep_sleep.rs",
                CATALOG,
                "src/lessons/deep_sleep.rs",
                LESSONS,
                "src/lessons/python/deep_sleep.py",
                "tests/lessons/deep_sleep.rs",
                TESTS,
            ]
        );
        for list in [LESSONS, CATALOG, TESTS] {
            assert!(copy.read(list).contains("\nmod deep_sleep;\n"), "{list}");
        }
        let entry = copy.read("src/lessons/catalog/deep_sleep.rs");
        assert!(entry.contains("id: \"deep_sleep\",\n    title: text!(\"Deep sleep\"),"));
        assert!(entry.contains("program: program!(deep_sleep),"));
        assert!(module_lists::run(&copy.0, Mode::Check).unwrap().is_empty());
        let lessons = module_lists::lessons(&copy.0).unwrap();
        assert_eq!(lessons.last().unwrap(), "deep_sleep");
    }

    #[test]
    fn a_new_lesson_can_come_after_another() {
        let copy = Copy::new("new-lesson-after");
        make(&copy.0, "deep_sleep", Some("gather")).unwrap();
        let lessons = module_lists::lessons(&copy.0).unwrap();
        let at = lessons.iter().position(|it| it == "gather").unwrap();
        assert_eq!(lessons[at + 1], "deep_sleep");
    }

    #[test]
    fn a_name_that_is_bad_or_taken_is_refused_and_nothing_is_written() {
        let copy = Copy::new("new-lesson-refused");
        let before = copy.files();
        let refused = |name, after| make(&copy.0, name, after).unwrap_err().to_string();
        for (name, right) in [
            ("Deep-Sleep", "`deep_sleep`"),
            ("deep__sleep", "`deep_sleep`"),
            ("../sleep", "`sleep`"),
            ("", "`deep_awaits`"),
            ("loop", "`loop_lesson`"),
            ("script", "`script_lesson`"),
        ] {
            let message = refused(name, None);
            assert!(message.ends_with(&format!("such as {right}")), "{message}");
        }
        for (name, file) in [
            ("gather", "src/lessons/gather.rs"),
            ("doubles", "src/lessons/doubles"),
            ("shared", "src/lessons/catalog/shared.rs"),
            ("common", "tests/lessons/common.rs"),
        ] {
            let message = refused(name, None);
            assert!(message.contains(file), "{message}");
            assert!(message.ends_with("choose a name that is free"), "{message}");
        }
        let message = refused("deep_sleep", Some("gathers"));
        assert!(message.contains("sync, pause, event_loop"), "{message}");
        assert!(copy.files() == before, "a file was written");
    }

    #[test]
    fn python_prints_what_the_program_prints() {
        let python = include_str!("lesson_template/twin.py");
        let printed =
            crate::process::output(std::process::Command::new("python3").args(["-c", python]));
        assert_eq!(
            printed.unwrap().lines().collect::<Vec<_>>(),
            [
                "short sleeps",
                "long sleeps",
                "short is awake",
                "long is awake",
                "both are awake"
            ]
        );
    }
}
