//! Collects the English texts of the page from the sources: in Rust the literals in `tr!`, `tr_n!` and `text!`, in
//! JavaScript those in `text()`, in the pages each piece of text, and the titles of the examples of scripts.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use serde_json::Value;

/// Where texts are.
const RUST: [&str; 2] = ["crates", "src"];
const JAVASCRIPT: [&str; 2] = ["src/web", "www"];
const PAGES: [&str; 2] = ["index.html", "www/embed.html"];
const SCRIPTS: &str = "www/scripts/index.json";

/// English texts; one with a number has its form for one.
pub(crate) type Texts = BTreeMap<String, Option<String>>;

/// All texts.
///
/// # Errors
/// If a source can't be read.
pub(crate) fn collect(root: &Path) -> Result<Texts> {
    let mut texts = Texts::new();
    for folder in RUST {
        for path in files(&root.join(folder), "rs")? {
            let source = fs::read_to_string(&path)?;
            let tokens: TokenStream = source
                .parse()
                .map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?;
            from_rust(tokens, &mut texts).with_context(|| path.display().to_string())?;
        }
    }
    for folder in JAVASCRIPT {
        for path in files(&root.join(folder), "js")? {
            from_javascript(&fs::read_to_string(&path)?, &mut texts)
                .with_context(|| path.display().to_string())?;
        }
    }
    for page in PAGES {
        from_page(&fs::read_to_string(root.join(page))?, &mut texts);
    }
    let scripts: Value = serde_json::from_slice(&fs::read(root.join(SCRIPTS))?)?;
    for script in scripts.as_array().context(SCRIPTS)? {
        for field in ["title", "about"] {
            let text = script[field].as_str().context(SCRIPTS)?;
            texts.insert(text.to_owned(), None);
        }
        if let Some(question) = script["question"].as_str() {
            texts.insert(question.to_owned(), None);
        }
    }
    Ok(texts)
}

/// All files below a folder with this extension, in the order of their names.
pub(crate) fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).with_context(|| folder.display().to_string())?;
        for entry in entries {
            let path = entry?.path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|it| it == extension) => found.push(path),
                false => {}
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Adds the literals of `tr!`, `tr_n!` and `text!`, wherever they are.
fn from_rust(tokens: TokenStream, texts: &mut Texts) -> Result<()> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else {
            continue;
        };
        from_rust(group.stream(), texts)?;
        let [TokenTree::Ident(name), TokenTree::Punct(mark)] = &tokens[at.saturating_sub(2)..at]
        else {
            continue;
        };
        let is_call = mark.as_char() == '!' && group.delimiter() == Delimiter::Parenthesis;
        if !is_call {
            continue;
        }
        let literals = group.stream().into_iter().filter_map(|token| match token {
            TokenTree::Literal(literal) => literal_text(&literal.to_string()),
            _ => None,
        });
        match name.to_string().as_str() {
            "tr" | "text" => {
                // A definition of the macro has no literal.
                if let Some(text) = literals.take(1).next() {
                    texts.insert(text, None);
                }
            }
            "tr_n" => {
                let literals: Vec<String> = literals.collect();
                if let [one, several, ..] = &literals[..] {
                    texts.insert(several.clone(), Some(one.clone()));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The value of a string literal of Rust; `None` for other literals.
fn literal_text(literal: &str) -> Option<String> {
    syn::parse_str::<syn::LitStr>(literal)
        .ok()
        .map(|it| it.value())
}

/// Adds the literals of calls of `text`, in single or double quotes.
fn from_javascript(source: &str, texts: &mut Texts) -> Result<()> {
    const CALL: &str = "text(";
    for (at, _) in source.match_indices(CALL) {
        let is_name = |c: char| c.is_alphanumeric() || "_$.".contains(c);
        if source[..at].chars().next_back().is_some_and(is_name) {
            continue;
        }
        let argument = source[at + CALL.len()..].trim_start();
        if let Some(quote) = argument.chars().next().filter(|c| "'\"".contains(*c)) {
            let text = literal_in_javascript(&argument[1..], quote);
            let start = || argument.chars().take(60).collect::<String>();
            texts.insert(text.with_context(start)?, None);
        }
    }
    Ok(())
}

/// The value of a literal up to its closing quote.
fn literal_in_javascript(literal: &str, quote: char) -> Result<String> {
    let mut text = String::new();
    let mut rest = literal.chars();
    while let Some(c) = rest.next() {
        match c {
            c if c == quote => return Ok(text),
            '\\' => match rest.next() {
                Some(c @ ('\\' | '\'' | '"')) => text.push(c),
                _ => bail!("only a quote or a backslash may be escaped here"),
            },
            c => text.push(c),
        }
    }
    bail!("the literal has no end")
}

/// Adds the title of a page, each piece of its text, and each `aria-label`. Spaces and line ends count as one space.
/// Elements with an attribute `lang` of their own are in that language.
fn from_page(page: &str, texts: &mut Texts) {
    let (head, body) = page.split_once("<body>").unwrap_or(("", page));
    if let Some((_, title)) = head.split_once("<title>") {
        let title = title.split('<').next().unwrap_or_default();
        texts.insert(title.to_owned(), None);
    }
    for piece in body.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let is_other = ["!--", "script"].iter().any(|it| tag.starts_with(it));
        let is_text = !is_other && !tag.contains(" lang=");
        let label = tag
            .split_once("aria-label=\"")
            .and_then(|(_, it)| it.split('"').next());
        for text in label.into_iter().chain(is_text.then_some(text)) {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if text.contains(char::is_alphabetic) {
                texts.insert(text, None);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Texts, from_javascript, from_page, from_rust};

    #[test]
    fn texts_are_found_in_each_kind_of_source() {
        let mut texts = Texts::new();
        let rust = r#"fn a() { vec![format!("{}", tr!("A {b}", b = tr_n!(n, "one c", "{n} cs")))] }
            const D: &str = text!("D"); other!("E");"#;
        from_rust(rust.parse().unwrap(), &mut texts).unwrap();
        from_javascript(
            r#"x.text("F"); y = text("G \"h\""); context("I"); text(other); text(
              'N', { o });"#,
            &mut texts,
        )
        .unwrap();
        from_page(
            "<title>P</title><body><p class=\"x\">J\n  k</p><!-- L --><nav aria-label=\"M\"><b lang=\"de\">Q</b>",
            &mut texts,
        );
        let expected = ["A {b}", "D", "G \"h\"", "J k", "M", "N", "P", "{n} cs"];
        assert_eq!(texts.keys().collect::<Vec<_>>(), expected);
        assert_eq!(texts["{n} cs"].as_deref(), Some("one c"));
    }
}
