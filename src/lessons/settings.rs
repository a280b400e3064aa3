//! What the reader of a lesson can set, within sane bounds.

use super::catalog::Lesson;
use core::fmt;
use std::collections::BTreeMap;

/// Something that the reader can set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// Its name in URLs and attributes.
    pub id: &'static str,
    /// What it is called on the page.
    pub label: &'static str,
    /// What it does, in a few words.
    pub hint: &'static str,
    /// What it takes.
    pub kind: SettingKind,
}

/// What a setting takes.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs, reason = "the fields' names say it")]
pub enum SettingKind {
    /// A whole number.
    Number {
        min: u32,
        max: u32,
        default: u32,
        unit: &'static str,
    },
    /// One of several options: (value, label).
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

/// Tells that a value was not taken as it was given, and what is used instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    wrong: String,
    instead: String,
}

impl Notice {
    /// What was wrong, without what is used instead: for one who then goes no further.
    pub fn wrong(&self) -> &str {
        &self.wrong
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.wrong, self.instead)
    }
}

/// The lines that a setting may hold, and the bytes of each, at most.
const MOST_LINES: usize = 1000;
const LONGEST_LINE: usize = 2000;

/// The values of a lesson's settings; always within bounds.
///
/// # Examples
/// ```
/// use coroscope::lessons::{self, Values};
/// let gather = lessons::find("gather").unwrap();
/// let mut values = Values::defaults(gather);
/// values.set(gather, "tasks", "3").unwrap();
/// assert_eq!(values.number("tasks"), 3);
/// let notice = values.set(gather, "tasks", "20000").unwrap_err();
/// assert_eq!(notice.to_string(), "Tasks: 20000 is more than 10000; 10000 is used");
/// let notice = values.set(gather, "tasks", "many").unwrap_err();
/// assert_eq!(notice.to_string(), "Tasks: “many” is not a whole number from 0 to 10000; 10000 is kept");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Values(BTreeMap<&'static str, String>);

impl Values {
    /// What the settings stand at when the page opens.
    pub fn defaults(lesson: &Lesson) -> Values {
        let value = |setting: &Setting| match setting.kind {
            SettingKind::Number { default, .. } => default.to_string(),
            SettingKind::Choice { default, .. } | SettingKind::Lines { default, .. } => {
                default.into()
            }
        };
        let mut values = BTreeMap::new();
        for setting in lesson.settings {
            values.insert(setting.id, value(setting));
        }
        Values(values)
    }

    /// Sets a setting from what the reader gave.
    ///
    /// # Errors
    /// What was wrong, what would be right, and what is used instead: the nearest bound for a number out of
    /// range, else what the setting stood at.
    pub fn set(&mut self, lesson: &Lesson, id: &str, given: &str) -> Result<(), Notice> {
        let Some(setting) = lesson.settings.iter().find(|setting| setting.id == id) else {
            let known: Vec<&str> = lesson.settings.iter().map(|setting| setting.id).collect();
            return Err(Notice {
                wrong: format!("“{}” is not a setting of this lesson", shorten(id)),
                instead: format!("it has {}", known.join(", ")),
            });
        };
        let kept = self.get(setting.id).to_owned();
        let (value, notice) = accept(setting, given, &kept);
        self.0.insert(setting.id, value);
        match notice {
            Some((wrong, instead)) => Err(Notice {
                wrong: format!("{}: {wrong}", setting.label),
                instead,
            }),
            None => Ok(()),
        }
    }

    /// The value of a setting as text; empty where there is no such setting.
    pub fn get(&self, id: &str) -> &str {
        self.0.get(id).map_or("", String::as_str)
    }

    /// The value of a number setting.
    pub fn number(&self, id: &str) -> usize {
        self.get(id).parse().unwrap_or(0)
    }

    /// The lines of a text setting that are not blank.
    pub fn lines(&self, id: &str) -> Vec<String> {
        let lines = self.get(id).lines().map(str::trim);
        lines
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect()
    }
}

fn accept(setting: &Setting, given: &str, kept: &str) -> (String, Option<(String, String)>) {
    let given = given.trim();
    match setting.kind {
        SettingKind::Number { min, max, .. } => {
            let digits = given.strip_prefix('-').unwrap_or(given);
            let is_whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            let shown = shorten(given);
            if !is_whole {
                let wrong = format!("“{shown}” is not a whole number from {min} to {max}");
                return (kept.into(), Some((wrong, format!("{kept} is kept"))));
            }
            // Digits that do not fit into the type are out of range, too.
            let value = given.parse::<i128>().unwrap_or(i128::MAX);
            if value < i128::from(min) {
                let wrong = format!("{shown} is less than {min}");
                (min.to_string(), Some((wrong, format!("{min} is used"))))
            } else if value > i128::from(max) {
                let wrong = format!("{shown} is more than {max}");
                (max.to_string(), Some((wrong, format!("{max} is used"))))
            } else {
                (value.to_string(), None)
            }
        }
        SettingKind::Choice { options, .. } => {
            if options.iter().any(|(value, _)| *value == given) {
                return (given.into(), None);
            }
            let known: Vec<&str> = options.iter().map(|(value, _)| *value).collect();
            let wrong = format!("“{}” is not one of {}", shorten(given), known.join(", "));
            (kept.into(), Some((wrong, format!("{kept} is kept"))))
        }
        SettingKind::Lines { .. } => {
            let long = given.lines().any(|line| line.len() > LONGEST_LINE);
            if long || given.lines().count() > MOST_LINES {
                let wrong = format!("at most {MOST_LINES} lines of {LONGEST_LINE} bytes fit");
                return (kept.into(), Some((wrong, "what was there is kept".into())));
            }
            (given.into(), None)
        }
    }
}

fn shorten(text: &str) -> String {
    const MOST: usize = 40;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into(),
    }
}
