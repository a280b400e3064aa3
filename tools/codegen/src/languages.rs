//! The lists of languages: of the files with their texts, and the choice in the playground's page.

use std::collections::BTreeMap;

/// The code of the language that is in the sources.
const ENGLISH: &str = "en";

/// Languages by their codes, with their own names.
pub(crate) struct Languages(BTreeMap<String, String>);

impl Languages {
    /// All languages, with English.
    pub(crate) fn new(all: BTreeMap<String, String>) -> Languages {
        Languages(all)
    }

    fn translated(&self) -> impl Iterator<Item = &str> {
        let codes = self.0.keys().map(String::as_str);
        codes.filter(|code| *code != ENGLISH)
    }

    /// The addresses of the files in the element's JavaScript.
    pub(crate) fn addresses(&self) -> String {
        let line = |code| {
            format!(
                "  {code}: new URL('../../../www/texts/{code}.json?no-inline', import.meta.url),\n"
            )
        };
        self.translated().map(line).collect()
    }

    /// The files that wasm-bindgen copies.
    pub(crate) fn copies(&self) -> String {
        let line = |code| format!("    texts_{code}: \"/www/texts/{code}.json\",\n");
        let lines: String = self.translated().map(line).collect();
        format!("copy_to_build! {{\n{lines}}}\n")
    }

    /// The options of the choice.
    pub(crate) fn options(&self) -> String {
        let line = |(code, name): (&String, &String)| {
            format!("      <option value=\"{code}\" lang=\"{code}\">{name}</option>\n")
        };
        self.0.iter().map(line).collect()
    }
}
