//! `fences` and `mdbook`: what documentation tools call.

use super::tool::{Folder, OVERLAP};
use serde_json::{Value, json};
use std::fs;

fn answer(folder: &Folder, question: &Value) -> Value {
    let called = folder.call_with(&["fences"], &question.to_string());
    assert!(called.succeeded, "{}", called.errors);
    serde_json::from_str(&called.out).expect("JSON")
}

#[test]
fn a_plugin_gets_code_html_and_tag_or_problems() {
    let folder = Folder::new();
    let question = json!({ "coroscope-docs": 1, "fences": [
        { "file": "a.md", "line": 3, "info": "title=One", "body": OVERLAP },
        { "file": "a.md", "line": 30, "options": { "expect": "makespan 1s", "width": 640 }, "body": OVERLAP },
    ] });
    let answer = answer(&folder, &question);
    let fences = answer["fences"].as_array().expect("a list");
    assert!(
        fences[0]["code"]
            .as_str()
            .expect("code")
            .starts_with("import asyncio")
    );
    assert!(
        fences[0]["html"]
            .as_str()
            .expect("html")
            .contains("Timeline of “One”")
    );
    let problem = &fences[1]["problems"][0];
    assert_eq!(problem["line"], 30);
    assert!(
        problem["message"]
            .as_str()
            .expect("a message")
            .contains("seen:     200 ms")
    );
}

#[test]
fn results_are_kept_in_the_cache_until_something_changes() {
    let folder = Folder::new();
    let question = |body: &str| json!({ "coroscope-docs": 1, "cache": "cache", "fences": [{ "file": "a.md", "line": 1, "body": body }] });
    let first = answer(&folder, &question(OVERLAP));
    let files = || {
        let entries = fs::read_dir(folder.path().join("cache")).expect("a folder");
        entries
            .map(|it| it.expect("an entry").path())
            .collect::<Vec<_>>()
    };
    let [file] = files().try_into().expect("one result");
    assert_eq!(answer(&folder, &question(OVERLAP)), first);
    // What is in the cache is used.
    let text = fs::read_to_string(&file).expect("a file");
    fs::write(&file, text.replace("coroscope-picture", "from-the-cache")).expect("written");
    let second = answer(&folder, &question(OVERLAP));
    assert!(second.to_string().contains("from-the-cache"));
    // A damaged file is as good as none.
    fs::write(&file, "{").expect("written");
    assert_eq!(answer(&folder, &question(OVERLAP)), first);
    let other = answer(&folder, &question(&OVERLAP.replace("0.2", "0.3")));
    assert!(other.to_string().contains("3 tasks in 300 ms"));
    assert_eq!(files().len(), 2);
}

#[test]
fn pictures_can_be_files() {
    let folder = Folder::new();
    let question = json!({ "coroscope-docs": 1, "pictures": "pictures", "pictures-url": "/img/",
        "fences": [{ "file": "a.md", "line": 1, "body": OVERLAP }] });
    let html = answer(&folder, &question)["fences"][0]["html"].to_string();
    let name = html
        .split("/img/")
        .nth(1)
        .and_then(|it| it.split('\\').next());
    let picture = folder.read(&format!("pictures/{}", name.expect("a file's name")));
    assert!(picture.starts_with("<svg"), "{picture}");
}

#[test]
fn mdbook_gets_its_book_with_pictures() {
    let folder = Folder::new();
    let chapter = json!({ "name": "A", "content": format!("# A\n\n```asyncio\n{OVERLAP}```\n"), "path": "deep/a.md", "sub_items": [] });
    let config =
        json!({ "preprocessor": { "coroscope": { "script": "coroscope/coro-scope.js" } } });
    let input =
        json!([{ "root": "/book", "config": config }, { "items": [{ "Chapter": chapter }] }]);
    let called = folder.call_with(&["mdbook"], &input.to_string());
    assert!(called.succeeded, "{}", called.errors);
    let book: Value = serde_json::from_str(&called.out).expect("JSON");
    let content = book["items"][0]["Chapter"]["content"]
        .as_str()
        .expect("text");
    assert!(
        content.starts_with("# A\n\n```python\nimport asyncio\n"),
        "{content}"
    );
    assert!(
        content.contains("src=\"../coroscope/coro-scope.js\""),
        "{content}"
    );
    assert!(folder.call(&["mdbook", "supports", "html"]).succeeded);
    assert!(!folder.call(&["mdbook", "supports", "epub"]).succeeded);
}
