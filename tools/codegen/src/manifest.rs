//! `www/custom-elements.json`: the element for tools, in the format of the [custom elements manifest][1].
//!
//! [1]: https://github.com/webcomponents/custom-elements-manifest

use coroscope::element_api::attributes::{self, Attribute, Values};
use coroscope::element_api::events::{self, Event};
use coroscope::element_api::methods::{self, Method};
use coroscope::element_api::{Named, style};
use coroscope::lessons::SettingKind;
use serde_json::Value;

use crate::settings::{self, Shared, literals};
use crate::{lessons, types};

const HEAD: &str = r#"{
  "schemaVersion": "1.0.0",
  "readme": "docs/embedding.md",
  "modules": [
    {
      "kind": "javascript-module",
      "path": "coro-scope.js",
      "declarations": [
        {
          "kind": "class",
          "customElement": true,
          "tagName": "coro-scope",
          "name": "CoroScope",
          "superclass": {"name": "HTMLElement", "package": "global:"},
          "summary": "Runs an async program on the browser's event loop and draws what happens.",
          "description": "A lesson of Coroscope, or a recording of a run, with its timeline. The content of the tag is shown until the module is loaded, without JavaScript, and in feed readers.",
"#;

const TAIL: &str = r#"
        }
      ],
      "exports": [
        {
          "kind": "js",
          "name": "CoroScope",
          "declaration": {"name": "CoroScope"}
        },
        {
          "kind": "custom-element-definition",
          "name": "coro-scope",
          "declaration": {"name": "CoroScope"}
        }
      ]
    }
  ]
}
"#;

/// The whole file.
pub(crate) fn manifest() -> String {
    let settings = settings::all();
    let all = attributes::ALL;
    let of_settings = settings.iter().map(|(id, shared)| setting(id, shared));
    let attributes = all.iter().map(attribute).chain(of_settings);
    let of_settings = settings
        .iter()
        .map(|(id, shared)| field(id, "string", &settings::doc(shared), "''"));
    let fields = all.iter().filter(|it| it.has_property).map(property);
    let members = fields
        .chain(of_settings)
        .chain(methods::ALL.iter().map(method));
    let lists = [
        list("attributes", attributes),
        list("members", members),
        list("events", events::ALL.iter().map(event)),
        list("slots", style::SLOTS.iter().map(entry)),
        list("cssProperties", style::PROPERTIES.iter().map(entry)),
        list("cssParts", style::PARTS.iter().map(entry)),
    ];
    format!("{HEAD}{}{TAIL}", lists.join(",\n"))
}

fn list(name: &str, entries: impl Iterator<Item = String>) -> String {
    let entries: Vec<String> = entries
        .map(|entry| format!("            {entry}"))
        .collect();
    format!(
        "          \"{name}\": [\n{}\n          ]",
        entries.join(",\n")
    )
}

fn string(text: &str) -> String {
    Value::from(text).to_string()
}

/// An object of these JSON values.
fn object(fields: &[(&str, String)]) -> String {
    let fields: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("\"{name}\": {value}"))
        .collect();
    format!("{{{}}}", fields.join(", "))
}

fn of_type(text: &str) -> String {
    object(&[("text", string(text))])
}

fn entry(named: &Named) -> String {
    object(&[
        ("name", string(named.name)),
        ("description", string(named.doc)),
    ])
}

fn attribute(attribute: &Attribute) -> String {
    let kind = match attribute.values {
        Values::Text(_) => "string".to_owned(),
        Values::Lesson => literals(&lessons::ids().collect::<Vec<_>>(), " | "),
        Values::Setting(setting) => options(setting.kind).join(" | "),
        Values::Choice(words) => literals(words, " | "),
        Values::Flag => "boolean".to_owned(),
    };
    let default = match attribute.values {
        Values::Text(_) => None,
        Values::Lesson => lessons::ids().next().map(|id| format!("'{id}'")),
        Values::Setting(setting) => Some(format!(
            "'{}'",
            settings::default(&setting).trim_matches('`')
        )),
        Values::Choice(words) => Some(format!("'{}'", words[0])),
        Values::Flag => Some("false".to_owned()),
    };
    let mut fields = vec![
        ("name", string(attribute.name)),
        ("type", of_type(&kind)),
        ("description", string(&settings::attribute_doc(attribute))),
    ];
    if attribute.has_property {
        fields.push(("fieldName", string(attribute.name)));
    }
    fields.extend(default.map(|default| ("default", string(&default))));
    object(&fields)
}

/// The ids of a choice, as types.
fn options(kind: SettingKind) -> Vec<String> {
    match kind {
        SettingKind::Choice { options, .. } => {
            options.iter().map(|(id, _)| format!("'{id}'")).collect()
        }
        SettingKind::Number { .. } | SettingKind::Lines { .. } => vec!["string".to_owned()],
    }
}

fn setting(id: &str, shared: &[Shared]) -> String {
    let mut kinds: Vec<String> = Vec::new();
    for kind in shared.iter().flat_map(|it| options(it.setting.kind)) {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    object(&[
        ("name", string(id)),
        ("type", of_type(&kinds.join(" | "))),
        ("description", string(&settings::doc(shared))),
        ("fieldName", string(id)),
    ])
}

fn property(attribute: &Attribute) -> String {
    let (kind, default) = match attribute.values {
        Values::Choice(words) => (literals(words, " | "), format!("'{}'", words[0])),
        Values::Flag => ("boolean".to_owned(), "false".to_owned()),
        Values::Text(_) | Values::Lesson | Values::Setting(_) => {
            ("string".to_owned(), "''".to_owned())
        }
    };
    field(
        attribute.name,
        &kind,
        &settings::attribute_doc(attribute),
        &default,
    )
}

fn field(name: &str, kind: &str, doc: &str, default: &str) -> String {
    object(&[
        ("kind", string("field")),
        ("name", string(name)),
        ("type", of_type(kind)),
        ("description", string(doc)),
        ("attribute", string(name)),
        ("reflects", "true".to_owned()),
        ("default", string(default)),
    ])
}

fn method(method: &Method) -> String {
    let parameters: Vec<String> = method
        .parameters
        .iter()
        .map(|(name, kind, doc)| {
            object(&[
                ("name", string(name)),
                ("type", of_type(kind)),
                ("description", string(doc)),
            ])
        })
        .collect();
    object(&[
        ("kind", string("method")),
        ("name", string(method.name)),
        ("description", string(method.doc)),
        ("parameters", format!("[{}]", parameters.join(", "))),
        ("return", object(&[("type", of_type(method.result))])),
    ])
}

fn event(event: &Event) -> String {
    let kind = match event.detail {
        [] => "CustomEvent".to_owned(),
        _ => format!("CustomEvent<{}>", types::fields(event)),
    };
    let bubbles = if event.bubbles {
        "Bubbles."
    } else {
        "Does not bubble."
    };
    let sentences = [event.doc, event.note, bubbles];
    let description = sentences.join(" ").replace("  ", " ");
    object(&[
        ("name", string(event.name)),
        ("type", of_type(&kind)),
        ("description", string(&description)),
    ])
}
