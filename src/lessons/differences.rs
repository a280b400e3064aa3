//! The settings in which two runs of a lesson differ, in words.

use super::{Setting, SettingKind};
use crate::wording::{tr, tr_n, translate};

/// A setting that two runs have with different values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingDifference {
    /// The label of the setting, as the page shows it.
    pub label: &'static str,
    /// Its value in the first run, as the page shows it.
    pub before: String,
    /// Its value in the second run.
    pub after: String,
}

/// The settings whose values differ, given how to look up a value of each run by the setting's id.
///
/// # Examples
/// ```
/// use coroscope::lessons::{self, Values, differences};
/// let locks = lessons::find("locks").unwrap().settings;
/// let (before, mut after) = (Values::defaults(locks), Values::defaults(locks));
/// after.set(locks, "pause", "80").unwrap();
/// let found = differences(locks, |id| before.get(id).into(), |id| after.get(id).into());
/// assert_eq!(found.len(), 1);
/// assert_eq!((found[0].label, &*found[0].before, &*found[0].after), ("Pause", "40 ms", "80 ms"));
/// ```
pub fn differences<'a>(
    settings: impl IntoIterator<Item = &'a Setting>,
    before: impl Fn(&str) -> String,
    after: impl Fn(&str) -> String,
) -> Vec<SettingDifference> {
    let settings = settings.into_iter();
    let differing = settings.filter_map(|setting| {
        let (before, after) = (before(setting.id), after(setting.id));
        (before != after).then(|| SettingDifference {
            label: translate(setting.label),
            before: shown(setting, &before),
            after: shown(setting, &after),
        })
    });
    differing.collect()
}

/// A value of a setting as the page shows it.
pub fn shown(setting: &Setting, value: &str) -> String {
    match setting.kind {
        SettingKind::Number { unit: "", .. } => value.to_owned(),
        SettingKind::Number { unit, .. } => format!("{value} {}", translate(unit)),
        SettingKind::Choice { options, .. } => {
            let option = options.iter().find(|(id, _)| *id == value);
            option
                .map_or(value, |(_, label)| translate(label))
                .to_owned()
        }
        SettingKind::Lines { .. } => match value.lines().count() {
            0 => tr!("none").to_owned(),
            1 => value.to_owned(),
            lines => tr_n!(lines, "one line", "{n} lines"),
        },
    }
}
