//! The options of a fence, checked.

use crate::fence::{Entry, Fence};
use crate::problem::Problem;
use coroscope::lessons::{self, Lesson, SettingKind, Values};

/// The smallest and the largest width of a picture, in pixels.
const WIDTHS: core::ops::RangeInclusive<u32> = 320..=4000;
/// The width of a picture, if the fence does not set it: about that of a column of text.
pub(crate) const WIDTH: u32 = 720;

/// The options of a fence, apart from what is run, and their meaning.
const OPTIONS: [(&str, &str); 9] = [
    ("file", "a script to run, relative to the document"),
    ("src", "a recording to show, relative to the document"),
    (
        "url",
        "the address of that recording in the site, for a click that opens it",
    ),
    (
        "lesson",
        "a lesson to run; its settings are options as well",
    ),
    ("title", "the heading of the picture"),
    ("width", "the width of the picture in pixels, 320 to 4000"),
    (
        "alt",
        "what the picture shows, for readers who do not see it",
    ),
    ("show", "any of code, picture, output, findings"),
    ("expect", "what must happen in the run"),
];

/// What a fence runs or shows.
#[derive(Clone, Debug)]
pub enum Subject {
    /// The script in the fence.
    Script,
    /// A script in a file.
    File(String),
    /// A recording in a file.
    Recording(String),
    /// A lesson with its settings.
    Lesson(&'static Lesson, Values),
}

/// A part of what a reader sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The script.
    Code,
    /// The timeline.
    Picture,
    /// What the script printed.
    Output,
    /// The findings, if there are any.
    Findings,
}

const PARTS: [(&str, Part); 4] = [
    ("code", Part::Code),
    ("picture", Part::Picture),
    ("output", Part::Output),
    ("findings", Part::Findings),
];

/// The checked options of a fence.
#[derive(Clone, Debug)]
pub struct Options {
    /// What is run or shown.
    pub subject: Subject,
    /// The heading of the picture, if the fence sets it.
    pub title: Option<String>,
    /// The address of a recording in the site.
    pub url: Option<String>,
    /// The width of the picture in pixels.
    pub width: u32,
    /// A description of the picture, if the fence sets it.
    pub alt: Option<String>,
    /// What is shown.
    pub show: Vec<Part>,
}

impl Options {
    /// Checks the options of a fence.
    ///
    /// # Errors
    /// All options that are unknown or have an invalid value.
    pub fn of(fence: &Fence) -> Result<Options, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut options = Options {
            subject: Subject::Script,
            title: fence.option("title").map(Into::into),
            url: fence.option("url").map(Into::into),
            width: WIDTH,
            alt: fence.option("alt").map(Into::into),
            show: PARTS.iter().map(|(_, part)| *part).collect(),
        };
        let subject = options.read_subject(fence);
        problems.extend(subject.err());
        for entry in &fence.entries {
            if let Err(why) = options.read(entry) {
                problems.push(Problem::new(&fence.file, entry.line, why));
            }
        }
        match problems.is_empty() {
            true => Ok(options),
            false => Err(problems),
        }
    }

    fn read_subject(&mut self, fence: &Fence) -> Result<(), Problem> {
        let named: Vec<(&str, &str)> = ["file", "src", "lesson"]
            .into_iter()
            .filter_map(|name| Some((name, fence.option(name)?)))
            .collect();
        let has_script = !fence.script.trim().is_empty();
        self.subject = match (named.as_slice(), has_script) {
            ([], true) => Subject::Script,
            ([], false) => {
                return Err(fence.problem(
                    "there is nothing to run: write a script into the fence, or name one by file=, src= or lesson=",
                ));
            }
            ([(name, _), ..], true) => {
                return Err(fence.problem(format!(
                    "the fence has a script and {name}=: only one of them can be shown"
                )));
            }
            ([(one, _), (other, _), ..], _) => {
                return Err(fence.problem(format!(
                    "the fence has {one}= and {other}=: only one of them can be shown"
                )));
            }
            ([("file", name)], _) => Subject::File((*name).into()),
            ([("src", name)], _) => Subject::Recording((*name).into()),
            ([(_, id)], _) => {
                let lesson = lessons::find(id).ok_or_else(|| {
                    let ids: Vec<&str> = lessons::ALL.iter().map(|lesson| lesson.id).collect();
                    let ids = ids.join(", ");
                    fence.problem(format!(
                        "there is no lesson “{id}”: lesson= takes one of {ids}"
                    ))
                })?;
                Subject::Lesson(lesson, Values::defaults(lesson.settings))
            }
        };
        Ok(())
    }

    fn read(&mut self, entry: &Entry) -> Result<(), String> {
        let Entry { name, value, .. } = entry;
        match name.as_str() {
            "file" | "src" | "url" | "lesson" | "title" | "alt" | "expect" => Ok(()),
            "width" => {
                let width = value.parse().ok().filter(|width| WIDTHS.contains(width));
                let (least, most) = (WIDTHS.start(), WIDTHS.end());
                self.width = width.ok_or_else(|| {
                    format!("width= takes whole pixels from {least} to {most}, not “{value}”")
                })?;
                Ok(())
            }
            "show" => {
                let names = value.split([',', ' ']).filter(|name| !name.is_empty());
                self.show = names.map(part).collect::<Result<_, _>>()?;
                Ok(())
            }
            setting => self.set(setting, value),
        }
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        let known: Vec<String> = (OPTIONS.iter())
            .map(|(name, what)| option_line(name, what))
            .collect();
        let known = known.join("\n");
        let Subject::Lesson(lesson, values) = &mut self.subject else {
            return Err(format!(
                "there is no option {name}=; the options are\n{known}"
            ));
        };
        if lesson.settings.iter().any(|setting| setting.id == name) {
            let set = values.set(lesson.settings, name, value);
            return set.map_err(|notice| format!("{name}=: {}", notice.wrong()));
        }
        let settings: Vec<String> = (lesson.settings.iter())
            .map(|setting| option_line(setting.id, setting.hint))
            .collect();
        Err(format!(
            "there is no option {name}=; the options are\n{known}\nand the settings of the lesson {}:\n{}",
            lesson.id,
            settings.join("\n")
        ))
    }
}

/// A line of a list of options, with what each does below the others.
fn option_line(name: &str, what: &str) -> String {
    format!("{:<11}{what}", format!("{name}="))
}

fn part(name: &str) -> Result<Part, String> {
    let found = PARTS.iter().find(|(known, _)| *known == name);
    found.map(|(_, part)| *part).ok_or_else(|| {
        let names: Vec<&str> = PARTS.iter().map(|(name, _)| *name).collect();
        format!("show= takes any of {}, not “{name}”", names.join(", "))
    })
}

/// The settings of a lesson that differ from their defaults, in order.
pub(crate) fn changed_settings(lesson: &Lesson, values: &Values) -> Vec<(String, String)> {
    let settings = lesson.settings.iter();
    let changed = settings.filter(|setting| match setting.kind {
        SettingKind::Number { default, .. } => values.get(setting.id) != default.to_string(),
        SettingKind::Choice { default, .. } | SettingKind::Lines { default, .. } => {
            values.get(setting.id) != default
        }
    });
    changed
        .map(|setting| (setting.id.to_owned(), values.get(setting.id).to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(info: &str, body: &str) -> Result<Options, String> {
        let fence = Fence::read("a.md", 7, info, body, 8).expect("it is valid");
        Options::of(&fence).map_err(|all| {
            let all: Vec<String> = all.iter().map(ToString::to_string).collect();
            all.join("\n")
        })
    }

    #[track_caller]
    fn refuses(info: &str, body: &str, words: &str) {
        let why = options(info, body).expect_err("it is invalid");
        assert!(why.starts_with("a.md:7: ") && why.contains(words), "{why}");
    }

    #[test]
    fn an_unknown_option_names_those_that_exist() {
        refuses(
            "titel=A",
            "a()",
            "there is no option titel=; the options are",
        );
        refuses("titel=A", "a()", "title=     the heading of");
        refuses("lesson=gather taks=3", "", "tasks=");
    }

    #[test]
    fn an_invalid_value_names_the_valid_ones() {
        refuses("width=10", "a()", "from 320 to 4000, not “10”");
        refuses("show=timeline", "a()", "code, picture, output, findings");
        refuses("lesson=gather tasks=many", "", "many");
        refuses("lesson=gathr", "", "lesson= takes one of");
    }

    #[test]
    fn a_fence_shows_one_thing() {
        refuses("", "", "there is nothing to run");
        refuses("lesson=gather", "a()", "a script and lesson=");
        refuses("lesson=gather src=a.json", "", "src= and lesson=");
    }

    #[test]
    fn settings_of_a_lesson_are_options() {
        let options =
            options("lesson=gather tasks=3 show='picture output'", "").expect("it is valid");
        let Subject::Lesson(lesson, values) = &options.subject else {
            panic!("it is a lesson");
        };
        assert_eq!(
            changed_settings(lesson, values),
            [("tasks".to_owned(), "3".to_owned())]
        );
        assert_eq!(options.show, [Part::Picture, Part::Output]);
    }
}
