//! The preprocessor for mdBook: reads the book as JSON, and writes it with its fences replaced.

use crate::markdown::replace;
use crate::problem::Problem;
use crate::protocol::settings;
use crate::shown::Settings;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The name of its table in `book.toml`.
const NAME: &str = "coroscope";

/// Whether mdBook should call it for a renderer: those that take HTML.
pub fn supports(renderer: &str) -> bool {
    renderer == "html"
}

/// Replaces the fences of a book.
///
/// # Errors
/// If mdBook's input is not as expected, and all problems of all fences, one to a line.
pub fn preprocess(input: &str) -> Result<String, String> {
    let input: Value =
        serde_json::from_str(input).map_err(|why| format!("mdBook's input is not JSON: {why}"))?;
    let [context, mut book]: [Value; 2] = match input {
        Value::Array(parts) => parts
            .try_into()
            .map_err(|_| "mdBook's input is not a context and a book")?,
        _ => {
            return Err(
                "mdBook's input is not a list: is this a call of its preprocessors?".into(),
            );
        }
    };
    let root = PathBuf::from(context["root"].as_str().unwrap_or_default());
    let config = &context["config"];
    let src = root.join(config["book"]["src"].as_str().unwrap_or("src"));
    let own = &config["preprocessor"][NAME];
    let mut work = Preprocessor {
        settings: settings(own)
            .map_err(|why| format!("book.toml, [preprocessor.{NAME}]: {why}"))?,
        src,
        problems: Vec::new(),
    };
    work.visit(&mut book);
    match work.problems.as_slice() {
        [] => Ok(book.to_string()),
        problems => {
            let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
            Err(problems.join("\n"))
        }
    }
}

struct Preprocessor {
    settings: Settings,
    src: PathBuf,
    problems: Vec<Problem>,
}

impl Preprocessor {
    /// Visits all chapters. A book's list of them is called `sections` or `items`, by version.
    fn visit(&mut self, value: &mut Value) {
        match value {
            Value::Array(values) => values.iter_mut().for_each(|it| self.visit(it)),
            Value::Object(members) => {
                if let Some(chapter) = members.get_mut("Chapter") {
                    self.chapter(chapter);
                }
                for (_, member) in members.iter_mut() {
                    self.visit(member);
                }
            }
            _ => {}
        }
    }

    fn chapter(&mut self, chapter: &mut Value) {
        let path = chapter["source_path"].as_str().or(chapter["path"].as_str());
        let Some(path) = path.map(ToOwned::to_owned) else {
            return; // A draft has neither file nor content.
        };
        let file = self.src.join(&path);
        let Some(content) = chapter["content"].as_str() else {
            return;
        };
        // Addresses of the book's own files are relative to its root, and a chapter may be in a deeper folder.
        let depth = Path::new(&path).components().count().saturating_sub(1);
        let mut settings = self.settings.clone();
        let addresses = [&mut settings.look.script, &mut settings.look.guide];
        for address in addresses.into_iter().flatten() {
            *address = from_depth(address, depth);
        }
        if let Some(pictures) = &mut settings.look.pictures {
            pictures.url = from_depth(&pictures.url, depth);
        }
        match replace(&file.to_string_lossy(), content, &settings) {
            Ok(replaced) => chapter["content"] = replaced.into(),
            Err(problems) => self.problems.extend(problems),
        }
    }
}

/// An address relative to the root of the book, for a chapter at this depth of folders.
fn from_depth(address: &str, depth: usize) -> String {
    let is_absolute = address.starts_with('/') || address.contains("://");
    match is_absolute {
        true => address.to_owned(),
        false => format!("{}{address}", "../".repeat(depth)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_book_without_fences_stays_as_it_is() {
        let book = json!({ "items": [{ "Chapter": {
            "name": "A", "content": "# A\n", "path": "a.md", "source_path": "a.md",
            "sub_items": [{ "Chapter": { "name": "B", "content": "", "path": null, "sub_items": [] } }],
        } }] });
        let input = json!([{ "root": "/book", "config": { "book": { "src": "src" } } }, book]);
        let output = preprocess(&input.to_string()).expect("a book");
        let output: Value = serde_json::from_str(&output).expect("JSON");
        assert_eq!(output, book);
    }

    #[test]
    fn a_problem_names_the_chapters_file() {
        let chapter =
            json!({ "content": "a\n\n```asyncio\n```\n", "path": "deep/a.md", "sub_items": [] });
        let book = json!({ "sections": [{ "Chapter": chapter }] });
        let input = json!([{ "root": "/book", "config": {} }, book]);
        let why = preprocess(&input.to_string()).expect_err("an empty fence");
        assert!(
            why.starts_with("/book/src/deep/a.md:3: there is nothing to run"),
            "{why}"
        );
    }

    #[test]
    fn addresses_in_the_book_are_relative_to_its_root() {
        assert_eq!(
            from_depth("coroscope/coro-scope.js", 2),
            "../../coroscope/coro-scope.js"
        );
        assert_eq!(
            from_depth("https://example.org/a.js", 2),
            "https://example.org/a.js"
        );
        assert_eq!(from_depth("/a.js", 1), "/a.js");
    }
}
