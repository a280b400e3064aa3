//! The commands, files and pages in the code blocks of a documentation page, which readers copy.

use std::path::Path;

use anyhow::Result;
use fs_err as fs;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

/// Prefixes of inline code that readers copy.
const COPIED_INLINE: [&str; 5] = [
    "cargo run ",
    "cargo xtask ",
    "trunk ",
    "wasm-pack ",
    "import ",
];

/// Text that a reader copies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The language of the code block, such as `html`; empty if the block names none, `inline` for inline code.
    pub language: String,
    /// One command without its comment for a block of shell commands; otherwise the whole block.
    pub text: String,
}

impl Snippet {
    /// Its first line, by which tests identify it.
    pub fn first_line(&self) -> &str {
        self.text.lines().next().unwrap_or_default()
    }
}

/// All snippets on a page of this repository, in order.
///
/// # Errors
/// When the page can't be read.
pub fn on_page(root: &Path, page: &str) -> Result<Vec<Snippet>> {
    let file = root.join(page);
    let text = fs::read_to_string(&file)?;
    Ok(in_text(&text))
}

fn in_text(text: &str) -> Vec<Snippet> {
    let mut snippets = Vec::new();
    let mut block: Option<Snippet> = None;
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                let language = match kind {
                    CodeBlockKind::Fenced(language) => language.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                let text = String::new();
                block = Some(Snippet { language, text });
            }
            Event::Text(words) => {
                if let Some(block) = &mut block {
                    block.text += &words;
                }
            }
            Event::End(TagEnd::CodeBlock) => match block.take() {
                Some(block) if block.language == "sh" => snippets.extend(commands(&block)),
                block => snippets.extend(block),
            },
            Event::Code(code) if COPIED_INLINE.iter().any(|word| code.starts_with(word)) => {
                snippets.push(Snippet {
                    language: "inline".to_owned(),
                    text: code.to_string(),
                });
            }
            _ => {}
        }
    }
    snippets
}

/// The commands of a block, one per line.
fn commands(block: &Snippet) -> impl Iterator<Item = Snippet> {
    let lines = block.text.lines().map(|line| {
        let end = line.find(" #").unwrap_or(line.len());
        line[..end].trim()
    });
    lines.filter(|line| !line.is_empty()).map(|line| Snippet {
        language: block.language.clone(),
        text: line.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_one_snippet_and_any_other_block_is_one() {
        let text = "Say `cargo run it`, or `x`.\n\n```sh\nls -l   # what is there\n\npwd\n```\n\n\
                    - An item:\n\n  ```html\n  <p>\n    One\n  </p>\n  ```\n\n```\nNo language\n```\n";
        let found = in_text(text);
        let found: Vec<(&str, &str)> = (found.iter())
            .map(|it| (it.language.as_str(), it.text.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                ("inline", "cargo run it"),
                ("sh", "ls -l"),
                ("sh", "pwd"),
                ("html", "<p>\n  One\n</p>\n"),
                ("", "No language\n"),
            ]
        );
    }
}
