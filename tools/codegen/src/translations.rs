//! The files with the texts of the page, one for each language (`www/texts`).

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value};

use crate::texts::{Texts, collect, files};

const FOLDER: &str = "www/texts";
/// The file with the English texts, from which a translation begins.
pub(crate) const ENGLISH: &str = "www/texts/en.json";
/// The forms of an English text with a number.
const FORMS: [&str; 2] = ["one", "other"];

/// The English texts as a file of translations.
///
/// # Errors
/// If a source can't be read.
pub(crate) fn english(root: &Path) -> Result<String> {
    let texts = collect(root)?.into_iter().map(|(text, one)| {
        let value = match one {
            None => Value::String(text.clone()),
            Some(one) => FORMS.into_iter().zip([one, text.clone()]).collect(),
        };
        (text, value)
    });
    contents("English", texts.collect())
}

/// The other languages: each file as it should be, with a value `null` for each text that has no translation yet, and its
/// own name of the language.
///
/// # Errors
/// If a file can't be read, or a translation uses other values in braces than the English text.
pub(crate) fn translations(root: &Path) -> Result<Vec<Translation>> {
    let english = collect(root)?;
    let mut translations = Vec::new();
    for path in files(&root.join(FOLDER), "json")? {
        let code = path.file_stem().context("no name")?.to_string_lossy();
        let file = format!("{FOLDER}/{code}.json");
        if file == ENGLISH {
            continue;
        }
        let old: Value = serde_json::from_slice(&fs::read(&path).context(file.clone())?)
            .with_context(|| file.clone())?;
        let name = old["name"].as_str().context("`name` is missing");
        let name = name.with_context(|| file.clone())?.to_owned();
        let texts = complete(&english, &old["texts"]).with_context(|| file.clone())?;
        translations.push(Translation {
            code: code.into_owned(),
            contents: contents(&name, texts)?,
            name,
            file,
        });
    }
    Ok(translations)
}

/// A language other than English.
pub(crate) struct Translation {
    /// Its code, such as `de`.
    pub code: String,
    /// Its own name, such as `Deutsch`.
    pub name: String,
    /// The name of its file, and what should be in it.
    pub file: String,
    pub contents: String,
}

/// The contents of a file in `www/texts`.
fn contents(name: &str, texts: Map<String, Value>) -> Result<String> {
    let mut file = Map::new();
    file.insert("name".into(), name.into());
    file.insert("texts".into(), Value::Object(texts));
    Ok(serde_json::to_string_pretty(&Value::Object(file))? + "\n")
}

/// The translations of all texts that the sources have.
fn complete(english: &Texts, translated: &Value) -> Result<Map<String, Value>> {
    let translated = translated.as_object().context("`texts` is missing")?;
    let mut faults = Vec::new();
    let mut texts = Map::new();
    for (text, one) in english {
        let value = translated.get(text).unwrap_or(&Value::Null);
        let fault = match (value, one) {
            (Value::Null, _) => None,
            (Value::String(other), None) => {
                (values(text) != values(other)).then_some("other values in braces")
            }
            (Value::Object(forms), Some(_)) => fault_of_forms(text, forms),
            (_, Some(_)) => Some("needs the forms of a number"),
            (_, None) => Some("is not a text"),
        };
        faults.extend(fault.map(|fault| format!("{fault}: {text:?}")));
        texts.insert(text.clone(), value.clone());
    }
    let (count, list) = (faults.len(), faults.join("\n  "));
    ensure!(faults.is_empty(), "{count} faults:\n  {list}");
    Ok(texts)
}

fn fault_of_forms(text: &str, forms: &Map<String, Value>) -> Option<&'static str> {
    if !forms.contains_key("other") {
        return Some("no form `other`");
    }
    let mut allowed = values(text);
    allowed.insert("n".into());
    forms.values().find_map(|form| match form.as_str() {
        None => Some("a form is not a text"),
        Some(form) => (!values(form).is_subset(&allowed)).then_some("other values in braces"),
    })
}

/// The names in braces.
fn values(text: &str) -> BTreeSet<String> {
    let names = text.split('{').skip(1).filter_map(|rest| {
        let (name, _) = rest.split_once('}')?;
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        (!name.is_empty() && name.chars().all(is_name)).then(|| name.to_owned())
    });
    names.collect()
}

#[cfg(test)]
mod tests {
    use super::{Texts, complete};
    use serde_json::json;

    #[test]
    fn a_language_gets_all_texts_and_loses_those_that_no_source_has() {
        let texts = two_texts();
        let old = json!({ "A {b}": "{b} A", "D": "D" });
        let new = complete(&texts, &old).unwrap();
        assert_eq!(json!(new), json!({ "A {b}": "{b} A", "{n} cs": null }));
    }

    #[test]
    fn a_translation_with_other_values_says_where() {
        let texts = two_texts();
        let message = |value| format!("{:#}", complete(&texts, &value).unwrap_err());
        let said = message(json!({ "A {b}": "A", "{n} cs": "C" }));
        assert!(said.contains("other values in braces: \"A {b}\""), "{said}");
        assert!(
            said.contains("needs the forms of a number: \"{n} cs\""),
            "{said}"
        );
        let said = message(json!({ "{n} cs": { "other": "{m} C" } }));
        assert!(
            said.contains("other values in braces: \"{n} cs\""),
            "{said}"
        );
    }

    fn two_texts() -> Texts {
        let mut texts = Texts::new();
        texts.insert("A {b}".into(), None);
        texts.insert("{n} cs".into(), Some("one c".into()));
        texts
    }
}
