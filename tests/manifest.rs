//! The element's attributes and documents are the same in the manifest, the lessons, the class and the site.
use coroscope::lessons;
use serde_json::Value;
use std::collections::BTreeSet;

/// Attributes that are no settings of lessons.
const COMMON: [&str; 8] = [
    "lesson", "src", "at", "autoplay", "loading", "theme", "view", "code",
];
/// The value of `lesson` for a script.
const SCRIPT: &str = "script";

fn manifest() -> Value {
    serde_json::from_str(include_str!("../www/custom-elements.json")).unwrap()
}

fn class(manifest: &Value) -> &Value {
    &manifest["modules"][0]["declarations"][0]
}

fn settings() -> BTreeSet<&'static str> {
    let settings = lessons::ALL.iter().flat_map(|lesson| lesson.settings);
    settings.map(|setting| setting.id).collect()
}

#[test]
fn every_setting_of_every_lesson_is_an_attribute() {
    let manifest = manifest();
    let described = class(&manifest)["attributes"].as_array().unwrap();
    let described: BTreeSet<&str> = described
        .iter()
        .map(|attribute| attribute["name"].as_str().unwrap())
        .collect();
    let mut expected = settings();
    expected.extend(COMMON);
    expected.insert(lessons::CLOCK.id);
    assert_eq!(described, expected);
}

#[test]
fn the_class_lists_every_setting() {
    let class = include_str!("../src/web/element.js");
    let list = class.split("const SETTINGS = [").nth(1).unwrap();
    let list = list.split("];").next().unwrap();
    let known: Vec<&str> = list
        .split(',')
        .map(|name| name.trim().trim_matches('\''))
        .filter(|name| !name.is_empty())
        .collect();
    let expected: Vec<&str> = settings().into_iter().collect();
    assert_eq!(known, expected, "in alphabetical order");
}

#[test]
fn the_manifest_lists_the_lessons_in_their_order() {
    let manifest = manifest();
    let attributes = class(&manifest)["attributes"].as_array().unwrap();
    let lesson = attributes.iter().find(|it| it["name"] == "lesson").unwrap();
    let words: Vec<String> = lessons::ALL
        .iter()
        .map(|lesson| lesson.id)
        .chain([SCRIPT])
        .map(|id| format!("'{id}'"))
        .collect();
    assert_eq!(lesson["type"]["text"], words.join(" | "));
}

#[test]
fn every_sample_document_is_listed_for_wasm_bindgen_and_for_bundlers() {
    let module = include_str!("../src/web/module.js");
    let documents = include_str!("../src/web/documents.rs");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/www/docs");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let line =
            format!("'docs/{name}': new URL('../../www/docs/{name}?no-inline', import.meta.url),");
        assert!(module.contains(&line), "src/web/module.js needs: {line}");
        let line = format!(": \"/www/docs/{name}\",");
        assert!(
            documents.contains(&line),
            "src/web/documents.rs needs: {line}"
        );
    }
}
