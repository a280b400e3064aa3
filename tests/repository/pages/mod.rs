//! The pages of `docs`: each kind of finding has one, and their links are valid. `engine/tests/pages.rs` tests their
//! programs.
mod page;

use coroscope::lint::{FindingKind, message_page};
use page::Page;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// The minimum number of pages about messages.
const MIN_MESSAGES: usize = 12;
/// Search engines show about this many characters of a title.
const MAX_TITLE: usize = 75;

fn docs() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs")
}

fn all() -> Vec<Page> {
    let folders = ["findings", "messages"];
    folders
        .into_iter()
        .flat_map(|folder| Page::all(&docs(), folder))
        .collect()
}

#[test]
fn each_kind_of_finding_has_a_page_and_each_page_a_kind() {
    let kinds: BTreeSet<String> = FindingKind::all().map(|kind| kind.id().into()).collect();
    let pages = Page::all(&docs(), "findings").into_iter();
    assert_eq!(pages.map(|page| page.id).collect::<BTreeSet<_>>(), kinds);
}

#[test]
fn every_page_has_its_sections_and_a_short_title() {
    let sections = |folder: &str, expected: &[&str]| {
        for page in Page::all(&docs(), folder) {
            let found = page.sections();
            for section in expected {
                assert!(found.contains(section), "{} has no “{section}”", page.id);
            }
            let title = page.title();
            assert!(
                title.chars().count() <= MAX_TITLE,
                "{}: the title is long: {title}",
                page.id
            );
        }
    };
    let both = [
        "The smallest program",
        "The cure",
        "Related pages",
        "Sources",
    ];
    sections("findings", &both);
    sections("findings", &["When this finding is silent"]);
    sections("messages", &both);
    sections("messages", &["The message"]);
}

#[test]
fn a_printed_message_has_a_link_to_its_page() {
    let pages = Page::all(&docs(), "messages");
    assert!(pages.len() >= MIN_MESSAGES);
    for page in pages {
        let its = page.blocks().into_iter();
        let its = its.filter(|block| block.section == "The message");
        for block in its {
            let first = block.text.lines().next().unwrap_or_default();
            assert_eq!(message_page(first), Some(page.id.as_str()), "{first}");
        }
    }
}

#[test]
fn links_between_pages_are_valid() {
    let mut lists = Vec::new();
    for folder in ["findings", "messages"] {
        let path = docs().join(folder).join("README.md");
        let text = fs::read_to_string(&path).expect("a list of contents");
        let list = Page {
            id: "README".into(),
            path,
            text,
        };
        for page in Page::all(&docs(), folder) {
            let link = format!("{}.md", page.id);
            assert!(
                list.links().contains(&link),
                "{folder}/README.md has no {link}"
            );
        }
        lists.push(list);
    }
    for page in all().iter().chain(&lists) {
        for link in page.links() {
            let is_outside = link.starts_with("https://");
            let target = page.path.with_file_name("").join(&link);
            assert!(
                is_outside || target.exists(),
                "{}: {link} does not exist",
                page.id
            );
        }
    }
}
