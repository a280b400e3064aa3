//! The examples of fences in the documentation are run as they are printed.

use super::tool::Folder;
use std::fs;
use std::path::Path;

/// The examples in a document: what is between the marks of four backticks.
fn examples(document: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(document);
    let text = fs::read_to_string(path).expect("a document");
    let mut examples = Vec::new();
    let mut rest = text.as_str();
    while let Some((_, after)) = rest.split_once("\n````markdown\n") {
        let (example, after) = after.split_once("\n````\n").expect("an end");
        examples.push(format!("{example}\n"));
        rest = after;
    }
    examples
}

#[test]
fn the_documented_fences_run_as_they_say() {
    for document in ["docs/embedding.md", "tools/docs/README.md"] {
        let examples = examples(document);
        assert!(!examples.is_empty(), "{document} has no example");
        for example in examples {
            let folder = Folder::new();
            folder.write("guide.md", &example);
            let checked = folder.call(&["check", "guide.md"]);
            assert!(checked.succeeded, "{document}: {}", checked.errors);
            assert!(
                checked.out.starts_with("1 documents, 1 fences, "),
                "{}",
                checked.out
            );
        }
    }
}

#[test]
fn the_readme_names_each_expectation_and_option() {
    let folder = Folder::new();
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(readme).expect("the README");
    let list = |info: &str, body: &str| folder.check(info, body).errors;
    let lines = list("no=1", "a()") + &list("", "# expect: nothing\na()");
    let names = lines.lines().filter_map(|line| {
        line.strip_prefix("    ")?
            .split([' ', '='])
            .next()
            .map(ToOwned::to_owned)
    });
    let names: Vec<String> = names
        .filter(|name| name != "TEXT" && name != "no")
        .collect();
    assert!(names.len() > 12, "{names:?}");
    for name in names {
        assert!(
            readme.contains(&format!("`{name}")),
            "tools/docs/README.md does not name {name}"
        );
    }
}
