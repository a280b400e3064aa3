//! `npm/element.d.ts`: the types of the element for TypeScript.

use coroscope::element_api::attributes::{self, Values};
use coroscope::element_api::events::{self, Event, Field};
use coroscope::element_api::methods::{self, Method};

use crate::settings::{self, literals};

const HEAD: &str =
    "/** Types for the element `<coro-scope>`. Written by `cargo xtask codegen`. */\n\n";

const LISTENERS: &str = "
  addEventListener<K extends keyof CoroScopeEventMap>(
    type: K,
    listener: (this: CoroScope, event: CoroScopeEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

export interface CoroScope extends CoroScopeTexts {}

declare global {
  interface HTMLElementTagNameMap {
    'coro-scope': CoroScope;
  }
}
";

/// The whole file.
pub(crate) fn types() -> String {
    let mut text = HEAD.to_owned();
    for event in events::ALL {
        if let Some(name) = event.interface {
            let doc = format!("The detail of `{}`. {}", event.name, event.note);
            text += &format!("{}export interface {name} {{\n", comment("", &doc));
            for field in event.detail {
                text += &member(field);
            }
            text += "}\n\n";
        }
    }
    text += "export interface CoroScopeEventMap {\n";
    for event in events::ALL {
        let name = match event.name.contains('-') {
            true => format!("'{}'", event.name),
            false => event.name.to_owned(),
        };
        text += &format!(
            "{}  {name}: {};\n",
            comment("  ", event.doc),
            event_type(event)
        );
    }
    text += "}\n\n/** Attributes with string values. */\nexport interface CoroScopeTexts {\n";
    for attribute in attributes::ALL.iter().filter(|it| it.has_property) {
        if !matches!(attribute.values, Values::Choice(_) | Values::Flag) {
            text += &format!(
                "{}  {}: string;\n",
                comment("  ", &settings::attribute_doc(attribute)),
                attribute.name
            );
        }
    }
    for (id, shared) in &settings::all() {
        text += &format!("{}  {id}: string;\n", comment("  ", &settings::doc(shared)));
    }
    text += "}\n\nexport class CoroScope extends HTMLElement {\n";
    for attribute in attributes::ALL.iter().filter(|it| it.has_property) {
        let kind = match attribute.values {
            Values::Choice(words) => literals(words, " | "),
            Values::Flag => "boolean".to_owned(),
            Values::Text(_) | Values::Lesson | Values::Setting(_) => continue,
        };
        text += &format!(
            "{}  {}: {kind};\n",
            comment("  ", &settings::attribute_doc(attribute)),
            attribute.name
        );
    }
    text += "\n";
    for method in methods::ALL {
        text += &format!("{}  {};\n", comment("  ", method.doc), signature(method));
    }
    text + LISTENERS
}

/// The type of an event's object. Events without an interface have their fields in it.
fn event_type(event: &Event) -> String {
    match (event.interface, event.detail) {
        (Some(name), _) => format!("CustomEvent<{name}>"),
        (None, []) => "CustomEvent<Record<string, never>>".to_owned(),
        (None, _) => format!("CustomEvent<{}>", fields(event)),
    }
}

/// The type of an event's detail.
pub(crate) fn fields(event: &Event) -> String {
    let fields = event.detail.iter();
    let fields: Vec<String> = fields
        .map(|it| format!("{}: {}", it.name, it.kind))
        .collect();
    format!("{{ {} }}", fields.join(", "))
}

fn member(field: &Field) -> String {
    let doc = match field.doc {
        "" => String::new(),
        doc => comment("  ", doc),
    };
    format!("{doc}  {}: {};\n", field.name, field.kind)
}

fn signature(method: &Method) -> String {
    let parameters: Vec<String> = method
        .parameters
        .iter()
        .map(|(name, kind, _)| format!("{name}: {kind}"))
        .collect();
    format!(
        "{}({}): {}",
        method.name,
        parameters.join(", "),
        method.result
    )
}

fn comment(indent: &str, doc: &str) -> String {
    format!("{indent}/** {doc} */\n")
}
