//! A document with its fences replaced by what a page shows: the code as a Markdown fence, then HTML.

use crate::document;
use crate::problem::Problem;
use crate::shown::{Settings, Shown, show};

/// A part of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text that stays as it is.
    Text(String),
    /// A fence, with what each of its lines began with.
    Fence {
        /// The indent.
        indent: String,
        /// What a page shows.
        shown: Shown,
    },
}

/// Takes a document apart. `line` is the number of its first line.
///
/// # Errors
/// All problems of all fences.
pub fn parts(
    file: &str,
    line: usize,
    text: &str,
    settings: &Settings,
) -> Result<Vec<Part>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut parts = Vec::new();
    let mut from = 0;
    for mut found in document::fences(file, text) {
        if let Ok(fence) = &mut found.fence {
            fence.move_lines(line.saturating_sub(1));
        }
        let shown = found.fence.map_err(|mut problem| {
            problem.line += line.saturating_sub(1);
            vec![problem]
        });
        match shown.and_then(|fence| show(&fence, settings)) {
            Ok(shown) => {
                parts.push(Part::Text(text[from..found.range.start].to_owned()));
                parts.push(Part::Fence {
                    indent: found.indent,
                    shown,
                });
                from = found.range.end;
            }
            Err(all) => problems.extend(all),
        }
    }
    parts.push(Part::Text(text[from..].to_owned()));
    match problems.is_empty() {
        true => Ok(parts),
        false => Err(problems),
    }
}

/// Replaces the fences of a document.
///
/// # Errors
/// All problems of all fences.
pub fn replace(file: &str, text: &str, settings: &Settings) -> Result<String, Vec<Problem>> {
    let parts = parts(file, 1, text, settings)?;
    let parts = parts.into_iter().map(|part| match part {
        Part::Text(text) => text,
        Part::Fence { indent, shown } => {
            let mut lines = shown.code.as_deref().map_or(Vec::new(), code_fence);
            lines.extend([shown.html, String::new()]);
            let lines = lines.iter().map(|line| match line.as_str() {
                // Only a line without anything ends a paragraph everywhere; in a quote it has its mark.
                "" => indent.trim_end().to_owned(),
                line => format!("{indent}{line}"),
            });
            let lines: Vec<String> = lines.collect();
            lines.join("\n")
        }
    });
    Ok(parts.collect())
}

/// A fence with a program, and an empty line.
fn code_fence(code: &str) -> Vec<String> {
    let runs = code.split(|c| c != '`').map(str::len);
    let mark = "`".repeat(runs.max().unwrap_or(0).max(2) + 1);
    let mut lines = vec![format!("{mark}python")];
    lines.extend(code.lines().map(ToOwned::to_owned));
    lines.extend([mark, String::new()]);
    lines
}
