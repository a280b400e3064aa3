//! Every lesson, in every variant, has the findings that `expected_findings.txt` says, and no other: each choice of each
//! setting, one at a time from the defaults, and the combinations that the table names.
//!
//! Scripts are compared with the same table in `engine/tests/expected_findings.rs`.
mod table;

use coroscope::Runtime;
use coroscope::lessons::settings::SettingKind;
use coroscope::lessons::{self, Lesson, Values, doubles};
use table::{Compared, Table, check, seen};

const GROUP: &str = "lesson/";
const DEFAULTS: &str = "defaults";
/// URLs that a reader could enter.
const URLS: [&str; 2] = ["docs/missing.txt", "docs/lock.txt docs/task.txt"];
/// The multiple of the default that counts as many: more take too long in a test.
const MANY: u32 = 3;

/// The settings of a lesson that differ from their defaults.
type Settings = Vec<(&'static str, String)>;

#[test]
fn every_lesson_in_every_variant_has_the_expected_findings() {
    let table = Table::read(&[]);
    let mut compared = Vec::new();
    for lesson in lessons::ALL {
        for settings in variants(lesson, &table) {
            compared.push(compare(&table, lesson, &settings));
        }
    }
    check(&table, GROUP, &compared, true);
}

fn compare(table: &Table, lesson: &'static Lesson, settings: &Settings) -> Compared {
    let mut values = Values::defaults(lesson.settings);
    for (id, value) in settings {
        let lines = value.replace(' ', "\n");
        values
            .set(lesson.settings, id, &lines)
            .expect("a value of the setting");
    }
    let rt = Runtime::virtual_clock();
    let main = (lesson.program.start)(&values, doubles::world());
    drop(rt.start(main).named("main"));
    let clock = rt.clock().expect("it is on the virtual clock").clone();
    while clock.step() {}
    let program = format!("{GROUP}{}", lesson.id);
    table.compare(&program, &written(settings), rt.with_log(seen))
}

/// The defaults, each choice alone, and the combinations in the table.
fn variants(lesson: &'static Lesson, table: &Table) -> Vec<Settings> {
    let mut variants = vec![Settings::new()];
    for setting in lesson.settings {
        variants.extend(
            choices(setting.kind)
                .into_iter()
                .map(|it| vec![(setting.id, it)]),
        );
    }
    let program = format!("{GROUP}{}", lesson.id);
    for row in table.of(GROUP).filter(|row| row.program == program) {
        let known = |settings: &Settings| written(settings) == row.variant;
        if row.variant != "*" && !variants.iter().any(known) {
            variants.push(named(lesson, &row.variant));
        }
    }
    variants
}

/// The values of a setting other than its default.
fn choices(kind: SettingKind) -> Vec<String> {
    let (mut choices, default): (Vec<String>, String) = match kind {
        SettingKind::Choice { options, default } => {
            let values = options.iter().map(|(value, _)| (*value).to_owned());
            (values.collect(), default.into())
        }
        SettingKind::Number {
            min,
            max,
            default,
            unit,
        } => {
            // Time costs nothing on the virtual clock.
            let most = match unit {
                "ms" => max,
                _ => max.min(default.max(1) * MANY),
            };
            let few = min.max(default / 2);
            let numbers = [min, min.max(1), few, most].map(|it| it.to_string());
            (numbers.into(), default.to_string())
        }
        SettingKind::Lines { default, .. } => (URLS.map(str::to_owned).into(), default.into()),
    };
    choices.sort();
    choices.dedup();
    choices.retain(|choice| *choice != default);
    choices
}

/// Reads settings as the table has them: `variant=lock, pause=200`.
fn named(lesson: &'static Lesson, variant: &str) -> Settings {
    let setting = |text: &str| {
        let (id, value) = text.split_once('=').expect("a setting is id=value");
        let known = lesson.settings.iter().find(|known| known.id == id);
        let known = known.unwrap_or_else(|| panic!("{} has no setting {id}", lesson.id));
        (known.id, value.to_owned())
    };
    variant.split(", ").map(setting).collect()
}

/// Settings as the table has them.
fn written(settings: &Settings) -> String {
    let all: Vec<String> = (settings.iter())
        .map(|(id, value)| format!("{id}={value}"))
        .collect();
    match all.is_empty() {
        true => DEFAULTS.into(),
        false => all.join(", "),
    }
}
