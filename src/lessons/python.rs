//! The Python programs of the lessons, with the values of the settings in them.
//!
//! The files in `lessons/python` run as they are, with the default values. Comments name the settings: the shown
//! program has `PAUSE = 0.4` in place of `PAUSE = 0.25  # setting: pause`. What a comment can say:
//!
//! - `setting: ID`: the value. Milliseconds become seconds, thousands are written out.
//! - `setting: ID × 50`: a number fifty times as large.
//! - `documents: ID`: the reader's own URLs, or a list of as many sample documents as the setting says.
//!
//! A line stays one line, so that line numbers do not depend on the values.

use super::catalog::Lesson;
use super::samples;
use super::settings::{Setting, SettingKind, Values};

impl Lesson {
    /// The program in Python, with these values.
    ///
    /// # Examples
    /// ```
    /// use coroscope::lessons::{self, Values};
    /// let lesson = lessons::find("locks").unwrap();
    /// let mut values = Values::defaults(lesson.settings);
    /// values.set(lesson.settings, "variant", "lock").unwrap();
    /// values.set(lesson.settings, "pause", "400").unwrap();
    /// let python = lesson.python(&values);
    /// assert!(python.contains("\nVARIANT = \"lock\"  # or \"none\"\n"));
    /// assert!(python.contains("\nPAUSE = 0.4\n"));
    /// ```
    pub fn python(&self, values: &Values) -> String {
        let mut program = String::new();
        for line in self.program.python.lines() {
            match with_value(line, self.settings, values) {
                Some(line) => program += &line,
                None => program += line,
            }
            program.push('\n');
        }
        program
    }
}

/// A line with the value of the setting that its comment names. `None` if it names none.
fn with_value(line: &str, settings: &[Setting], values: &Values) -> Option<String> {
    let (code, comment) = line.split_once("  # ")?;
    let (constant, _) = code.split_once(" = ")?;
    let value = match comment.split_once(": ")? {
        ("setting", named) => setting_value(named, settings, values)?,
        ("documents", id) => documents(&values.lines("urls"), values.number(id)),
        _ => return None,
    };
    Some(format!("{constant} = {value}"))
}

fn setting_value(named: &str, settings: &[Setting], values: &Values) -> Option<String> {
    let (id, factor) = match named.split_once(" × ") {
        Some((id, factor)) => (id, Some(factor.parse::<usize>().ok()?)),
        None => (named, None),
    };
    let setting = settings.iter().find(|setting| setting.id == id)?;
    let number = values.number(id);
    Some(match (setting.kind, factor) {
        (SettingKind::Number { .. }, Some(factor)) => grouped(number * factor),
        (SettingKind::Number { unit: "ms", .. }, None) => seconds(number),
        (
            SettingKind::Number {
                unit: "thousand", ..
            },
            None,
        ) => grouped(number * 1000),
        (SettingKind::Number { .. }, None) => grouped(number),
        (SettingKind::Choice { options, .. }, _) => choice(values.get(id), options),
        (SettingKind::Lines { .. }, _) => list(&values.lines(id)),
    })
}

/// A whole number, with an underscore before each three digits.
fn grouped(number: usize) -> String {
    match (number / 1000, number % 1000) {
        (0, rest) => rest.to_string(),
        (thousands, rest) => format!("{}_{rest:03}", grouped(thousands)),
    }
}

/// Milliseconds as seconds.
fn seconds(ms: usize) -> String {
    match (ms / 1000, ms % 1000) {
        (whole, 0) => whole.to_string(),
        (whole, part) => {
            let digits = format!("{part:03}");
            format!("{whole}.{}", digits.trim_end_matches('0'))
        }
    }
}

/// One of several words, with the others in a comment.
fn choice(value: &str, options: &[(&str, &str)]) -> String {
    let others = options.iter().filter(|(option, _)| *option != value);
    let others: Vec<String> = others.map(|(option, _)| quoted(option)).collect();
    format!("{}  # or {}", quoted(value), others.join(", or "))
}

/// The reader's own URLs, or those of `count` sample documents.
fn documents(own: &[String], count: usize) -> String {
    if !own.is_empty() {
        return list(own);
    }
    let known = samples::NAMES.len();
    let names = samples::NAMES[..count.min(known)].join(" ");
    match count {
        0 => "[]".into(),
        _ if count <= known => format!("[f\"docs/{{name}}.txt\" for name in \"{names}\".split()]"),
        _ => format!(
            "([f\"docs/{{name}}.txt\" for name in \"{names}\".split()] * {})[:{count}]",
            count.div_ceil(known)
        ),
    }
}

fn list(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    format!("[{}]", texts.join(", "))
}

/// A string literal.
fn quoted(text: &str) -> String {
    let mut literal = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => literal.extend(['\\', c]),
            _ if c.is_control() => literal += &format!("\\u{:04x}", u32::from(c)),
            _ => literal.push(c),
        }
    }
    literal + "\""
}
