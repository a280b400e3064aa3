//! Splits a line into words, with quotes around what contains spaces.

/// The words of a line. Spaces and commas separate them; in single or double quotes they are part of a word. In quotes, a
/// backslash and `n` is a line end, and a backslash before another character is left out.
///
/// # Errors
/// A quote without an end.
pub(crate) fn words(line: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' | '\'' => {
                let word = word.get_or_insert_default();
                loop {
                    match chars.next() {
                        None => return Err(format!("a quote {c} has no end in: {}", line.trim())),
                        Some(end) if end == c => break,
                        Some('\\') => word.extend(chars.next().map(escaped)),
                        Some(other) => word.push(other),
                    }
                }
            }
            c if c.is_whitespace() || c == ',' => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    Ok(words)
}

fn escaped(c: char) -> char {
    match c {
        'n' => '\n',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_are_separated_by_spaces_and_commas_outside_of_quotes() {
        let line = r#"lesson=gather, title="One, two" 'a b' x="a\n\"b\"""#;
        let expected = ["lesson=gather", "title=One, two", "a b", "x=a\n\"b\""];
        assert_eq!(words(line).expect("it is valid"), expected);
        assert_eq!(words("  ").expect("it is valid"), [""; 0]);
        assert_eq!(words("\"\"").expect("it is valid"), [""]);
        assert!(words("title=\"One").is_err());
    }
}
