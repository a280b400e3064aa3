//! What a page of documentation prints for readers to copy: the commands, files and pages in its code blocks.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

/// Words with which a line of code in a sentence begins, where a reader may copy it.
const COPIED: [&str; 5] = [
    "cargo run ",
    "cargo xtask ",
    "trunk ",
    "wasm-pack ",
    "import ",
];

/// Something to copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// What the block says that it is, such as `html`; empty where it says nothing, `inline` in a sentence.
    pub language: String,
    /// A command of a block of them, less its comment; else all of the block.
    pub text: String,
}

impl Printed {
    /// Its first line, by which it is found.
    pub fn first_line(&self) -> &str {
        self.text.lines().next().unwrap_or_default()
    }
}

/// All that a page of this repository prints, in its order.
///
/// # Errors
/// When the page can't be read.
pub fn on_page(root: &Path, page: &str) -> Result<Vec<Printed>> {
    let file = root.join(page);
    let text =
        fs::read_to_string(&file).with_context(|| format!("could not read {}", file.display()))?;
    Ok(in_text(&text))
}

fn in_text(text: &str) -> Vec<Printed> {
    let mut printed = Vec::new();
    let mut block: Option<Printed> = None;
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                let language = match kind {
                    CodeBlockKind::Fenced(language) => language.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                let text = String::new();
                block = Some(Printed { language, text });
            }
            Event::Text(words) => {
                if let Some(block) = &mut block {
                    block.text += &words;
                }
            }
            Event::End(TagEnd::CodeBlock) => match block.take() {
                Some(block) if block.language == "sh" => printed.extend(commands(&block)),
                block => printed.extend(block),
            },
            Event::Code(code) if COPIED.iter().any(|word| code.starts_with(word)) => {
                printed.push(Printed {
                    language: "inline".to_owned(),
                    text: code.to_string(),
                });
            }
            _ => {}
        }
    }
    printed
}

/// The commands of a block, one a line.
fn commands(block: &Printed) -> impl Iterator<Item = Printed> {
    let lines = block.text.lines().map(|line| {
        let end = line.find(" #").unwrap_or(line.len());
        line[..end].trim()
    });
    lines.filter(|line| !line.is_empty()).map(|line| Printed {
        language: block.language.clone(),
        text: line.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_come_one_by_one_and_other_blocks_whole() {
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
