//! Code cut into words, just fine enough to read it with ease.

/// A language of programs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Language {
    /// What runs.
    #[default]
    Rust,
    /// The same for readers of Python.
    Python,
}

/// What a piece of code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// All that is not told apart.
    Plain,
    /// A word of the language.
    Keyword,
    /// A comment.
    Comment,
    /// A text in quotes.
    Text,
}

const PYTHON: &[&str] = &[
    "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif",
    "else", "except", "False", "finally", "for", "from", "global", "if", "import", "in", "is",
    "lambda", "None", "nonlocal", "not", "or", "pass", "raise", "return", "True", "try", "while",
    "with", "yield",
];
const RUST: &[&str] = &[
    "as", "async", "await", "break", "const", "continue", "else", "enum", "false", "fn", "for",
    "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return",
    "self", "Self", "static", "struct", "super", "trait", "true", "type", "use", "where", "while",
];

/// Cuts a line. Comments and texts that go over several lines are not known.
pub(super) fn pieces(language: Language, line: &str) -> Vec<(Kind, &str)> {
    let (comment, keywords, quotes): (_, _, &[char]) = match language {
        Language::Rust => ("//", RUST, &['"']),
        Language::Python => ("#", PYTHON, &['"', '\'']),
    };
    let mut pieces: Vec<(Kind, &str)> = Vec::new();
    let mut rest = line;
    let mut plain = 0;
    while let Some(first) = rest[plain..].chars().next() {
        let here = &rest[plain..];
        let (kind, length) = if here.starts_with(comment) {
            (Kind::Comment, here.len())
        } else if quotes.contains(&first) {
            (Kind::Text, text_length(here))
        } else if first.is_alphanumeric() || first == '_' {
            let is_word = |c: char| c.is_alphanumeric() || c == '_';
            let length = here.find(|c| !is_word(c)).unwrap_or(here.len());
            if !keywords.contains(&&here[..length]) {
                plain += length;
                continue;
            }
            (Kind::Keyword, length)
        } else {
            plain += first.len_utf8();
            continue;
        };
        if plain > 0 {
            pieces.push((Kind::Plain, &rest[..plain]));
        }
        pieces.push((kind, &here[..length]));
        rest = &here[length..];
        plain = 0;
    }
    if !rest.is_empty() {
        pieces.push((Kind::Plain, rest));
    }
    pieces
}

/// How long the quoted text is that `code` begins with.
fn text_length(code: &str) -> usize {
    let mut escaped = false;
    let quote = code.chars().next();
    if let Some(long) = code.strip_prefix("\"\"\"") {
        return long.find("\"\"\"").map_or(code.len(), |end| end + 6);
    }
    for (n, c) in code.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if Some(c) == quote => return n + 1,
            _ => {}
        }
    }
    code.len()
}
