//! Syntax highlighting: no text is lost, and comments and strings may span several lines.

use crate::common::random;
use coroscope::lessons::highlight::{Kind, Language, lines};
use coroscope::lessons::{self, Lesson};
use proptest::prelude::*;

fn programs(lesson: &Lesson) -> [(Language, &'static str); 2] {
    let program = &lesson.program;
    [
        (Language::Rust, program.source),
        (Language::Python, program.python),
    ]
}

#[test]
fn the_pieces_of_a_program_add_up_to_the_program() {
    for lesson in lessons::ALL {
        for (language, code) in programs(lesson) {
            let joined = lines(language, code).into_iter().map(|line| {
                let pieces = line.into_iter().map(|(_, piece)| piece);
                pieces.collect::<String>()
            });
            let expected: Vec<String> = code.lines().map(str::to_owned).collect();
            assert_eq!(joined.collect::<Vec<_>>(), expected, "{}", lesson.id);
        }
    }
}

#[test]
fn keywords_are_recognized_in_every_lesson() {
    for lesson in lessons::ALL {
        for (language, code) in programs(lesson) {
            let pieces: Vec<(Kind, &str)> = lines(language, code).concat();
            for word in ["async", "await", "if"] {
                let known = pieces.contains(&(Kind::Keyword, word));
                let occurs = code
                    .split(|c: char| !c.is_alphanumeric())
                    .any(|it| it == word);
                assert!(known || !occurs, "{word} in {}", lesson.id);
            }
        }
    }
}

#[test]
fn a_string_can_span_lines_and_contains_no_keywords() {
    let code = "\"\"\"A text\nwith if in it.\"\"\"\nx = 'for'  # or else\n";
    assert_eq!(
        lines(Language::Python, code),
        [
            vec![(Kind::Text, "\"\"\"A text")],
            vec![(Kind::Text, "with if in it.\"\"\"")],
            vec![
                (Kind::Plain, "x = "),
                (Kind::Text, "'for'"),
                (Kind::Plain, "  "),
                (Kind::Comment, "# or else"),
            ],
        ]
    );
}

#[test]
fn no_text_of_invalid_code_is_lost() {
    let codes = [
        "",
        "\n",
        "\"never closed",
        "'",
        "/* open",
        "é \"ü",
        "r#\"raw\"# b'x'",
        "\"\\",
        "\u{1F600}\n\n",
    ];
    for code in codes {
        for language in [Language::Rust, Language::Python] {
            let joined: Vec<String> = lines(language, code)
                .into_iter()
                .map(|line| line.into_iter().map(|(_, piece)| piece).collect())
                .collect();
            assert_eq!(joined, code.lines().collect::<Vec<_>>(), "{code:?}");
        }
    }
}

/// What may confuse a scanner: quotes, escapes, comments, brackets, and characters of several bytes.
const PIECES: [&str; 14] = [
    "\"", "\"\"\"", "'", "f'{", "}", "\\", "#", "/*", "*/", "r#\"", "\n", "\r\n", "é𝄞", "await x",
];

proptest! {
    #![proptest_config(random::config(150))]

    /// A file of a recording can contain anything.
    #[test]
    fn no_text_is_lost_of_any_file(
        text in any::<String>(),
        pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40),
    ) {
        for code in [text, pieces.concat()] {
            for language in Language::ALL {
                let lines = lines(language, &code);
                let joined = lines.iter().map(|line| line.iter().map(|(_, piece)| *piece).collect::<String>());
                let expected = code.strip_suffix('\n').unwrap_or(&code);
                prop_assert_eq!(joined.collect::<Vec<_>>().join("\n"), expected);
            }
        }
    }
}
