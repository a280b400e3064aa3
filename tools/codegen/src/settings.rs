//! The settings of all lessons: each is an attribute of the element.

use std::collections::BTreeMap;

use coroscope::element_api::attributes::{Attribute, Values};
use coroscope::lessons::{self, Setting, SettingKind};

/// A setting, and the lessons that have exactly this one.
pub(crate) struct Shared {
    pub(crate) setting: &'static Setting,
    pub(crate) lessons: Vec<&'static str>,
}

/// All settings by their ids. Lessons may have different settings with the same id.
pub(crate) fn all() -> BTreeMap<&'static str, Vec<Shared>> {
    let mut all: BTreeMap<&str, Vec<Shared>> = BTreeMap::new();
    for lesson in lessons::ALL {
        for setting in lesson.settings {
            let same_id = all.entry(setting.id).or_default();
            match same_id.iter_mut().find(|it| it.setting == setting) {
                Some(shared) => shared.lessons.push(lesson.id),
                None => same_id.push(Shared {
                    setting,
                    lessons: vec![lesson.id],
                }),
            }
        }
    }
    all
}

/// What the attribute does, for each lesson that has it.
pub(crate) fn doc(shared: &[Shared]) -> String {
    let mut texts: Vec<(String, Vec<&str>)> = Vec::new();
    for Shared { setting, lessons } in shared {
        let text = format!("{}: {}.", setting.label, setting.hint);
        match texts.iter_mut().find(|(known, _)| *known == text) {
            Some((_, known)) => known.extend(lessons),
            None => texts.push((text, lessons.clone())),
        }
    }
    let sentences = texts.iter();
    let sentences =
        sentences.map(|(text, lessons)| format!("{} – {text}", code_list(lessons, ", ")));
    sentences.collect::<Vec<_>>().join(" ")
}

/// What an attribute that is no setting of a lesson does, and the form of its value.
pub(crate) fn attribute_doc(attribute: &Attribute) -> String {
    match attribute.values {
        Values::Text(form) => format!("{} Value: {form}.", attribute.doc),
        _ => attribute.doc.to_owned(),
    }
}

/// What the setting takes.
pub(crate) fn values(setting: &Setting) -> String {
    match setting.kind {
        SettingKind::Number { min, max, unit, .. } => {
            format!("{min} to {max} {unit}").trim_end().to_owned()
        }
        SettingKind::Choice { options, .. } => {
            let ids: Vec<&str> = options.iter().map(|(id, _)| *id).collect();
            code_list(&ids, ", ")
        }
        SettingKind::Lines { .. } => "lines of text".to_owned(),
    }
}

/// Its default.
pub(crate) fn default(setting: &Setting) -> String {
    match setting.kind {
        SettingKind::Number { default, .. } => default.to_string(),
        SettingKind::Choice { default, .. } => format!("`{default}`"),
        SettingKind::Lines { default: "", .. } => "empty".to_owned(),
        SettingKind::Lines { default, .. } => format!("`{default}`"),
    }
}

/// Words as code in Markdown.
pub(crate) fn code_list(words: &[&str], separator: &str) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(separator)
}

/// String literals, as in JavaScript.
pub(crate) fn literals(words: &[&str], separator: &str) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    words.join(separator)
}
