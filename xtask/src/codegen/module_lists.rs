//! The lists of lessons and of their tests in Rust, from the files in their folders.

use std::path::Path;

use anyhow::Result;
use coroscope_generated::{Mode, Output};

use crate::files::files_in;

pub(super) const LESSONS: &str = "src/lessons/mod.rs";
pub(super) const CATALOG: &str = "src/lessons/catalog/mod.rs";
pub(super) const TESTS: &str = "tests/lessons/mod.rs";

/// The module of the catalogue that is no lesson: settings that several lessons have.
const SHARED: &str = "shared";

/// Writes or checks the lists. Returns the names of the files that were written.
pub(crate) fn run(root: &Path, mode: Mode) -> Result<Vec<String>> {
    let mut output = Output::new(root, mode);
    let catalog = modules_beside(root, CATALOG)?;
    let lessons: Vec<String> = (catalog.iter().filter(|it| *it != SHARED).cloned()).collect();
    let order = in_order(&output.part(CATALOG, "order")?, &lessons);
    output.parts(LESSONS, &[("modules", declarations(&lessons))])?;
    output.parts(
        CATALOG,
        &[("modules", declarations(&catalog)), ("order", order)],
    )?;
    let tests = modules_beside(root, TESTS)?;
    output.parts(TESTS, &[("modules", declarations(&tests))])?;
    Ok(output.written())
}

/// The lessons in their order.
pub(super) fn lessons(root: &Path) -> Result<Vec<String>> {
    let lines = Output::new(root, Mode::Check).part(CATALOG, "order")?;
    Ok(lines
        .lines()
        .filter_map(lesson)
        .map(str::to_owned)
        .collect())
}

/// The line of a lesson in the list that has their order.
pub(super) fn entry(lesson: &str) -> String {
    format!("    {lesson}::LESSON,\n")
}

/// The lesson of a line.
fn lesson(line: &str) -> Option<&str> {
    line.trim().strip_suffix("::LESSON,")
}

/// The list of lessons in the order that it has. New ones come last; an author may move them.
fn in_order(before: &str, lessons: &[String]) -> String {
    let known: Vec<&str> = before.lines().filter_map(lesson).collect();
    let kept = (known.iter().copied()).filter(|name| lessons.iter().any(|it| it == name));
    let new = (lessons.iter().map(String::as_str)).filter(|name| !known.contains(name));
    kept.chain(new).map(entry).collect()
}

/// The modules next to a file, by name.
fn modules_beside(root: &Path, file: &str) -> Result<Vec<String>> {
    let (folder, own) = file.rsplit_once('/').unwrap_or((".", file));
    let files = files_in(&root.join(folder))?;
    let modules = (files.iter())
        .filter(|name| *name != own && !name.contains('/'))
        .filter_map(|name| name.strip_suffix(".rs"));
    Ok(modules.map(str::to_owned).collect())
}

fn declarations(modules: &[String]) -> String {
    (modules.iter().map(|name| format!("mod {name};\n"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_in_the_repository_are_as_generated() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        if let Err(error) = run(&root, Mode::Check) {
            panic!("{error:#}");
        }
    }

    #[test]
    fn an_order_stays_and_new_lessons_come_last() {
        let lessons = ["a", "b", "c"].map(str::to_owned);
        let list = in_order(
            "    b::LESSON,\n    gone::LESSON,\n    a::LESSON,\n",
            &lessons,
        );
        assert_eq!(list, "    b::LESSON,\n    a::LESSON,\n    c::LESSON,\n");
    }
}
