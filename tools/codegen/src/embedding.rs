//! The tables of `docs/embedding.md`.

use coroscope::element_api::attributes::{self, Values};
use coroscope::element_api::events::{self, Event};
use coroscope::element_api::methods;
use coroscope::element_api::{Named, style};

use crate::settings::{self, code_list};

/// A table in Markdown, with an empty line before and after, so that comments can surround it.
pub(crate) fn table<const N: usize>(
    head: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> String {
    let mut text = format!("\n| {} |\n|{}\n", head.join(" | "), "---|".repeat(N));
    for row in rows {
        let cells = row.map(|cell| cell.replace('|', "\\|"));
        text += &format!("| {} |\n", cells.join(" | "));
    }
    text + "\n"
}

pub(crate) fn code(word: &str) -> String {
    format!("`{word}`")
}

pub(crate) fn attributes() -> String {
    let rows = attributes::ALL.iter().map(|attribute| {
        let values = match attribute.values {
            Values::Text(form) => form.to_owned(),
            Values::Lesson => "the id of a lesson, `script` or `recording`".to_owned(),
            Values::Setting(setting) => settings::values(&setting),
            Values::Choice(words) => code_list(words, ", "),
            Values::Flag => "present or not".to_owned(),
        };
        let default = match attribute.choice() {
            (_, [first, ..]) => code(first),
            _ => attribute.default.unwrap_or_default().to_owned(),
        };
        [
            code(attribute.name),
            attribute.doc.to_owned(),
            values,
            default,
        ]
    });
    table(["attribute", "what it does", "value", "default"], rows)
}

pub(crate) fn settings() -> String {
    let all = settings::all();
    let rows = all.values().flatten().map(|it| {
        let setting = it.setting;
        [
            code(setting.id),
            code_list(&it.lessons, ", "),
            format!("{}: {}", setting.label, setting.hint),
            settings::values(setting),
            settings::default(setting),
        ]
    });
    table(
        ["attribute", "lessons", "what it sets", "value", "default"],
        rows,
    )
}

pub(crate) fn methods() -> String {
    let rows = methods::ALL.iter().map(|method| {
        let parameters: Vec<&str> = method.parameters.iter().map(|(name, ..)| *name).collect();
        let call = format!("{}({})", method.name, parameters.join(", "));
        [code(&call), method.doc.to_owned()]
    });
    table(["method", "what it does"], rows)
}

pub(crate) fn events() -> String {
    let rows = events::ALL.iter().map(|event| {
        let bubbles = if event.bubbles { "yes" } else { "no" };
        [
            code(event.name),
            event.doc.to_owned(),
            detail(event),
            bubbles.to_owned(),
        ]
    });
    table(["event", "when", "`detail`", "bubbles"], rows)
}

/// The fields of an event's detail: the words of a choice, or what the field means.
fn detail(event: &Event) -> String {
    let fields: Vec<String> = event
        .detail
        .iter()
        .map(|field| {
            let name = code(field.name.trim_end_matches('?'));
            let words = match field.kind.contains('\'') {
                true => field.kind.replace('\'', "`").replace(" |", ","),
                false => String::new(),
            };
            match [words.as_str(), field.doc] {
                ["", ""] => name,
                ["", doc] => format!("{name}, {doc}"),
                [words, _] => format!("{name} ({words})"),
            }
        })
        .collect();
    let fields = fields.join("; ");
    match event.note {
        "" => fields,
        note => format!("{fields}. {note}"),
    }
}

fn named(head: [&str; 2], list: &[Named]) -> String {
    let rows = list.iter().map(|it| [code(it.name), it.doc.to_owned()]);
    table(head, rows)
}

pub(crate) fn properties() -> String {
    named(["custom property", "for"], style::PROPERTIES)
}

pub(crate) fn parts() -> String {
    named(["part", "what it is"], style::PARTS)
}
