//! A lesson's program, cut into words that the page sets apart.

use oxidoc_highlight::token::TokenKind;

/// A language of programs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// What runs.
    #[default]
    Rust,
    /// The same for readers of Python.
    Python,
}

/// What a piece of code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// All that is not told apart.
    Plain,
    /// A word of the language.
    Keyword,
    /// A comment.
    Comment,
    /// A text in quotes.
    Text,
}

/// The pieces of each line.
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
    let name = match language {
        Language::Rust => "rust",
        Language::Python => "python",
    };
    let mut pieces = Vec::new();
    let mut at = 0;
    for token in oxidoc_highlight::scan(code, name) {
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
