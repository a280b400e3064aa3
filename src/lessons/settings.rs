//! The settings of a lesson, and their values, which are always within bounds.

use crate::wording::{tr, translate};
use core::fmt;
use std::collections::BTreeMap;

/// A setting of a lesson. Its texts are in English; [`translate`] them to show them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// Its name in URLs and attributes.
    pub id: &'static str,
    /// Its label on the page.
    pub label: &'static str,
    /// What it does, as a short phrase.
    pub hint: &'static str,
    /// The values that it accepts.
    pub kind: SettingKind,
}

/// The values that a setting accepts.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs, reason = "the names of the fields say it")]
pub enum SettingKind {
    /// A whole number.
    Number {
        min: u32,
        max: u32,
        default: u32,
        unit: &'static str,
    },
    /// One of several options, as (value, label).
    Choice {
        options: &'static [(&'static str, &'static str)],
        default: &'static str,
    },
    /// Lines of text.
    Lines {
        placeholder: &'static str,
        default: &'static str,
    },
}

/// A value that was rejected, with the reason and the value in use instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    wrong: String,
    instead: String,
}

impl Notice {
    /// The reason alone, for callers that do not use the other value.
    pub fn wrong(&self) -> &str {
        &self.wrong
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.wrong, self.instead)
    }
}

const MAX_LINES: usize = 1000;
const MAX_LINE_BYTES: usize = 2000;

/// The values of a lesson's settings, always within bounds.
///
/// # Examples
/// ```
/// use coroscope::lessons::{self, Values};
/// let gather = lessons::find("gather").unwrap().settings;
/// let mut values = Values::defaults(gather);
/// values.set(gather, "tasks", "3").unwrap();
/// assert_eq!(values.number("tasks"), 3);
/// let notice = values.set(gather, "tasks", "20000").unwrap_err();
/// assert_eq!(notice.to_string(), "Tasks: 20000 is more than 10000; using 10000");
/// let notice = values.set(gather, "tasks", "many").unwrap_err();
/// assert_eq!(notice.to_string(), "Tasks: “many” is not a whole number from 0 to 10000; keeping 10000");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(BTreeMap<&'static str, String>);

impl Values {
    /// The default values of the settings of a lesson.
    pub fn defaults(settings: &[Setting]) -> Values {
        let value = |setting: &Setting| match setting.kind {
            SettingKind::Number { default, .. } => default.to_string(),
            SettingKind::Choice { default, .. } | SettingKind::Lines { default, .. } => {
                default.into()
            }
        };
        let mut values = BTreeMap::new();
        for setting in settings {
            values.insert(setting.id, value(setting));
        }
        Values(values)
    }

    /// Changes one of the settings to the value that the reader gave.
    ///
    /// # Errors
    /// The reason, the valid values, and the value in use instead: the nearest bound for a number out of range,
    /// otherwise the value before.
    pub fn set(&mut self, settings: &[Setting], id: &str, given: &str) -> Result<(), Notice> {
        let Some(setting) = settings.iter().find(|setting| setting.id == id) else {
            let known: Vec<&str> = settings.iter().map(|setting| setting.id).collect();
            return Err(Notice {
                wrong: tr!("“{id}” is not a setting of this lesson", id = shorten(id)),
                instead: tr!("it has {settings}", settings = known.join(", ")),
            });
        };
        let before = self.get(setting.id).to_owned();
        let (value, notice) = accept(setting, given, &before);
        self.0.insert(setting.id, value);
        match notice {
            Some((wrong, instead)) => Err(Notice {
                wrong: format!("{}: {wrong}", translate(setting.label)),
                instead,
            }),
            None => Ok(()),
        }
    }

    /// The value of a setting as text; empty if there is no such setting.
    pub fn get(&self, id: &str) -> &str {
        self.0.get(id).map_or("", String::as_str)
    }

    /// The value of a number setting.
    pub fn number(&self, id: &str) -> usize {
        self.get(id).parse().unwrap_or(0)
    }

    /// The lines of a text setting, without blank ones.
    pub fn lines(&self, id: &str) -> Vec<String> {
        let lines = self.get(id).lines().map(str::trim);
        lines
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect()
    }
}

/// The value to use, and, if that is not the given one, the reason and what is used instead.
fn accept(setting: &Setting, given: &str, before: &str) -> (String, Option<(String, String)>) {
    let given = given.trim();
    match setting.kind {
        SettingKind::Number { min, max, .. } => {
            let digits = given.strip_prefix('-').unwrap_or(given);
            let is_whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            let shown = shorten(given);
            if !is_whole {
                let wrong = tr!(
                    "“{given}” is not a whole number from {min} to {max}",
                    given = shown,
                    min,
                    max
                );
                return (before.into(), Some((wrong, keeping(before))));
            }
            // Digits that do not fit the type are out of range.
            let value = given.parse::<i128>().unwrap_or(i128::MAX);
            if value < i128::from(min) {
                let wrong = tr!("{given} is less than {min}", given = shown, min);
                (min.to_string(), Some((wrong, using(min))))
            } else if value > i128::from(max) {
                let wrong = tr!("{given} is more than {max}", given = shown, max);
                (max.to_string(), Some((wrong, using(max))))
            } else {
                (value.to_string(), None)
            }
        }
        SettingKind::Choice { options, .. } => {
            if options.iter().any(|(value, _)| *value == given) {
                return (given.into(), None);
            }
            let known: Vec<&str> = options.iter().map(|(value, _)| *value).collect();
            let wrong = tr!(
                "“{given}” is not one of {options}",
                given = shorten(given),
                options = known.join(", ")
            );
            (before.into(), Some((wrong, keeping(before))))
        }
        SettingKind::Lines { .. } => {
            let long = given.lines().any(|line| line.len() > MAX_LINE_BYTES);
            if long || given.lines().count() > MAX_LINES {
                let wrong = tr!(
                    "at most {lines} lines of {bytes} bytes are allowed",
                    lines = MAX_LINES,
                    bytes = MAX_LINE_BYTES
                );
                return (
                    before.into(),
                    Some((wrong, tr!("keeping the text before").into())),
                );
            }
            (given.into(), None)
        }
    }
}

fn keeping(value: &str) -> String {
    tr!("keeping {value}", value)
}

fn using(value: u32) -> String {
    tr!("using {value}", value)
}

fn shorten(text: &str) -> String {
    const MAX_CHARS: usize = 40;
    match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into(),
    }
}
