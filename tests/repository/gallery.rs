//! The gallery of scripts: its index lists each script once; each is short and says what to look for.

use std::collections::BTreeMap;
use std::path::Path;

#[derive(PartialEq, Eq, Debug)]
struct Entry {
    title: String,
    topic: String,
    about: String,
    question: Option<String>,
}

fn index() -> BTreeMap<String, Entry> {
    let text = std::fs::read_to_string("www/scripts/index.json").unwrap();
    let entries: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let entry = |entry: &serde_json::Value| {
        let word = |key: &str| entry[key].as_str().unwrap().to_owned();
        let question = entry.get("question").map(|_| word("question"));
        let members = 4 + usize::from(question.is_some());
        assert_eq!(entry.as_object().unwrap().len(), members, "{entry}");
        let (title, topic, about) = (word("title"), word("topic"), word("about"));
        (
            word("file"),
            Entry {
                title,
                topic,
                about,
                question,
            },
        )
    };
    let index: BTreeMap<_, _> = entries.iter().map(entry).collect();
    assert_eq!(index.len(), entries.len(), "a file is listed twice");
    index
}

fn scripts() -> Vec<String> {
    let names = std::fs::read_dir(Path::new("www/scripts")).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name != "index.json").collect();
    names.sort();
    names
}

#[test]
fn the_index_lists_every_script() {
    let index = index();
    assert_eq!(index.keys().cloned().collect::<Vec<_>>(), scripts());
    for (file, entry) in &index {
        assert!(entry.title.len() < 50, "{file}: {}", entry.title);
        assert!(entry.about.ends_with('.'), "{file}: {}", entry.about);
        let topics = ["article", "typical", "mistake"];
        assert!(topics.contains(&entry.topic.as_str()), "{file}");
        let question = entry.question.as_deref();
        assert_eq!(
            question.is_some_and(|it| it.ends_with('?')),
            entry.topic == "mistake",
            "{file}: a mistake has a question, and nothing else: {question:?}"
        );
    }
    assert!(index.len() >= 20, "{}", index.len());
}

#[test]
fn every_script_is_short_and_says_what_to_look_for() {
    for name in scripts() {
        let script = std::fs::read_to_string(Path::new("www/scripts").join(&name)).unwrap();
        assert!(script.starts_with("# Look "), "{name}");
        assert!((15..=45).contains(&script.lines().count()), "{name}");
        for line in script.lines() {
            assert!(line.chars().count() <= 115, "{name}: {line}");
        }
    }
}
