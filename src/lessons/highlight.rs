//! Syntax highlighting of a lesson's program.

use oxidoc_highlight::token::TokenKind;

/// A programming language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Python, which most readers know.
    #[default]
    Python,
    /// Rust, the language of the lessons that run.
    Rust,
}

impl Language {
    /// All languages.
    pub const ALL: [Language; 2] = [Language::Python, Language::Rust];

    /// Its name in attributes, such as `python`.
    pub const fn name(self) -> &'static str {
        match self {
            Language::Python => "python",
            Language::Rust => "rust",
        }
    }

    /// The language with this name.
    pub fn named(name: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// The kind of a piece of code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Anything else.
    Plain,
    /// A keyword.
    Keyword,
    /// A comment.
    Comment,
    /// A string literal.
    Text,
}

/// Splits code into lines, and lines into pieces.
///
/// # Examples
/// ```
/// use coroscope::lessons::highlight::{Kind, Language, lines};
/// let code = "let n = 1; // one\nprint(n)";
/// assert_eq!(
///     lines(Language::Rust, code),
///     [
///         vec![(Kind::Keyword, "let"), (Kind::Plain, " n = 1; "), (Kind::Comment, "// one")],
///         vec![(Kind::Plain, "print(n)")],
///     ]
/// );
/// ```
pub fn lines(language: Language, code: &str) -> Vec<Vec<(Kind, &str)>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    for token in oxidoc_highlight::scan(code, language.name()) {
        let kind = match token.kind {
            TokenKind::Keyword => Kind::Keyword,
            TokenKind::Comment => Kind::Comment,
            TokenKind::String => Kind::Text,
            _ => continue,
        };
        if let (Some(before), Some(piece)) =
            (code.get(at..token.start), code.get(token.start..token.end))
        {
            pieces.push((Kind::Plain, before));
            pieces.push((kind, piece));
            at = token.end;
        }
    }
    pieces.push((Kind::Plain, &code[at..]));

    let mut lines = vec![Vec::new()];
    for (kind, piece) in pieces {
        for (n, part) in piece.split('\n').enumerate() {
            if n > 0 {
                lines.push(Vec::new());
            }
            if let Some(line) = lines.last_mut().filter(|_| !part.is_empty()) {
                line.push((kind, part));
            }
        }
    }
    if code.is_empty() || code.ends_with('\n') {
        lines.pop();
    }
    lines
}
