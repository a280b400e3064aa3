//! The lists in the element's JavaScript.

use coroscope::element_api::attributes::{self, Attribute, Values};

use crate::settings::{self, literals};

/// The width of a line.
const WIDTH: usize = 100;

fn names(filter: impl Fn(&Attribute) -> bool) -> Vec<&'static str> {
    let found = attributes::ALL.iter().filter(|it| filter(it));
    found.map(|it| it.name).collect()
}

fn is_text(attribute: &Attribute) -> bool {
    let is_text = !matches!(attribute.values, Values::Choice(_) | Values::Flag);
    is_text && attribute.has_property
}

/// The attributes of the class, by how their properties behave.
pub(crate) fn class() -> String {
    let mut text = String::from("// biome-ignore format: several to a line\nconst SETTINGS = [\n");
    let mut line = String::new();
    for id in settings::all().keys() {
        let word = format!("'{id}',");
        if line.len() + word.len() + 2 > WIDTH {
            text += &format!(" {line}\n");
            line.clear();
        }
        line += &format!(" {word}");
    }
    text += &format!(" {line}\n];\n");
    let texts = literals(&names(is_text), ", ");
    text += &format!("const TEXTS = [{texts}, ...SETTINGS];\n");
    text += "/** Attributes with a fixed set of values; the first one is the default. */\nconst CHOICES = {\n";
    for attribute in attributes::ALL {
        if let (name, words @ [_, ..]) = attribute.choice() {
            text += &format!("  {name}: [{}],\n", literals(words, ", "));
        }
    }
    let flags = literals(&names(|it| matches!(it.values, Values::Flag)), ", ");
    text + &format!("}};\n/** Attributes that are present or not. */\nconst FLAGS = [{flags}];\n")
}

/// The attributes that the page for frames accepts, and that the playground's links do not have.
pub(crate) fn frames_only() -> String {
    let names = names(|it| it.has_property && !it.in_links);
    format!("const FRAMES_ONLY = [{}];\n", literals(&names, ", "))
}
