//! The lists of languages: of the files with their texts, and the choice in the playground's page.

use crate::translations::Translation;

/// The language that is in the sources.
const ENGLISH: (&str, &str) = ("en", "English");

/// The languages other than English.
pub(crate) struct Languages<'a>(pub &'a [Translation]);

impl Languages<'_> {
    fn translated(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|language| language.code.as_str())
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
        let line = |(code, name): (&str, &str)| {
            format!("      <option value=\"{code}\" lang=\"{code}\">{name}</option>\n")
        };
        let others = self.0.iter().map(|it| (it.code.as_str(), it.name.as_str()));
        let mut all: Vec<(&str, &str)> = others.chain([ENGLISH]).collect();
        all.sort_unstable();
        all.into_iter().map(line).collect()
    }
}
