//! A page of `docs/findings` or `docs/messages`: its title, sections, code blocks and links.

#![allow(dead_code, reason = "not every test file uses all of it")]

use std::fs;
use std::path::{Path, PathBuf};

/// Follows the language of a code block whose program should run on the real clock, in tests and in the playground.
pub(crate) const REAL_CLOCK: &str = "real-clock";

/// A page in Markdown.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// The file's name without `.md`.
    pub(crate) id: String,
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

/// A fenced code block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// The heading of its section.
    pub(crate) section: String,
    /// The language: the first word after the fence, such as `python`.
    pub(crate) info: String,
    /// Whether [`REAL_CLOCK`] follows the language.
    pub(crate) is_on_real_clock: bool,
    pub(crate) text: String,
}

impl Page {
    /// The pages of a folder of `docs`, sorted by name, without its overview.
    ///
    /// # Panics
    /// When the folder can't be read.
    pub(crate) fn all(docs: &Path, folder: &str) -> Vec<Page> {
        let folder = docs.join(folder);
        let entries = fs::read_dir(&folder)
            .unwrap_or_else(|why| panic!("{} can't be read: {why}", folder.display()));
        let mut pages: Vec<Page> = entries
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
            .map(|path| Page {
                id: path
                    .file_stem()
                    .expect("a name")
                    .to_string_lossy()
                    .into_owned(),
                text: fs::read_to_string(&path).expect("a page"),
                path,
            })
            .filter(|page| page.id != "README")
            .collect();
        pages.sort_by(|a, b| a.id.cmp(&b.id));
        pages
    }

    /// Its heading, without backticks.
    pub(crate) fn title(&self) -> String {
        let first = self.text.lines().next().unwrap_or_default();
        first.trim_start_matches("# ").replace('`', "")
    }

    /// The headings of its sections.
    pub(crate) fn sections(&self) -> Vec<&str> {
        let mut inside = false;
        let is_heading = |line: &&str| {
            inside ^= line.starts_with("```");
            !inside && line.starts_with("## ")
        };
        self.text
            .lines()
            .filter(is_heading)
            .map(|line| &line[3..])
            .collect()
    }

    pub(crate) fn blocks(&self) -> Vec<Block> {
        let (mut blocks, mut section) = (Vec::new(), String::new());
        let mut open: Option<Block> = None;
        for line in self.text.lines() {
            match (&mut open, line.strip_prefix("```")) {
                (Some(_), Some(_)) => blocks.extend(open.take()),
                (Some(block), None) => {
                    block.text += line;
                    block.text.push('\n');
                }
                (None, Some(info)) => {
                    let (language, more) = info.split_once(' ').unwrap_or((info, ""));
                    open = Some(Block {
                        section: section.clone(),
                        info: language.into(),
                        is_on_real_clock: more == REAL_CLOCK,
                        text: String::new(),
                    });
                }
                (None, None) => {
                    if let Some(heading) = line.strip_prefix("## ") {
                        section = heading.into();
                    }
                }
            }
        }
        blocks
    }

    /// The only block of a section in a language.
    ///
    /// # Panics
    /// When there is none, or several.
    #[track_caller]
    pub(crate) fn block(&self, section: &str, info: &str) -> Block {
        let mut found = self
            .blocks()
            .into_iter()
            .filter(|block| block.section == section && block.info == info);
        match (found.next(), found.next()) {
            (Some(block), None) => block,
            _ => panic!(
                "{}: “{section}” needs one block of {info}",
                self.path.display()
            ),
        }
    }

    /// The targets of its links and pictures, as written.
    pub(crate) fn links(&self) -> Vec<String> {
        self.links_where(|_| true)
    }

    /// The targets of the links in a section.
    pub(crate) fn links_of(&self, section: &str) -> Vec<String> {
        self.links_where(|of| of == section)
    }

    fn links_where(&self, in_section: impl Fn(&str) -> bool) -> Vec<String> {
        let (mut links, mut section, mut inside) = (Vec::new(), "", false);
        for line in self.text.lines() {
            inside ^= line.starts_with("```");
            if inside {
                continue;
            }
            section = line.strip_prefix("## ").unwrap_or(section);
            for rest in line.split("](").skip(1).filter(|_| in_section(section)) {
                links.extend(rest.split(')').next().map(str::to_owned));
            }
        }
        links
    }
}
