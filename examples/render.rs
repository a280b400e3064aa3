//! Draws a lesson's run on the virtual clock: `cargo run --example render -- gather --tasks 5 > gather.svg`.
//! `--as` chooses another format.

use coroscope::Runtime;
use coroscope::export::{Clock, Export, FORMATS, Format, Meta, TEXT};
use coroscope::lessons::{self, Lesson, SettingKind, Values, doubles};
use coroscope::timeline::svg;
use coroscope::trace::{Model, RunView};
use std::io::{self, Write};
use std::process::ExitCode;

/// The usage text before and after the list of formats.
const USAGE: (&str, &str) = (
    "usage: render LESSON [--SETTING VALUE]… [OPTION]…

Runs a lesson on the virtual clock and prints its timeline as SVG, or in another format:

",
    "
For a picture:

  --theme THEME   light, dark, or auto: the reader's system setting (the default)
  --width PIXELS  its width, from 320 to 4000 (default 960)
  --title TEXT    its heading, instead of the lesson's title; empty for no heading

  --help          this text; after a lesson, its settings
",
);

const WIDTHS: core::ops::RangeInclusive<u32> = 320..=4000;
/// The formats that can be written without a browser.
fn formats() -> impl Iterator<Item = &'static Format> {
    FORMATS
        .iter()
        .filter(|format| !format.is_pixels)
        .chain([&TEXT])
}

const THEMES: [(&str, svg::Theme); 3] = [
    ("auto", svg::Theme::Auto),
    ("light", svg::Theme::Light),
    ("dark", svg::Theme::Dark),
];

#[allow(dead_code, reason = "the tests call `render`")]
fn main() -> ExitCode {
    let outcome = render(std::env::args().skip(1)).and_then(|picture| {
        let mut out = io::stdout().lock();
        let written = out.write_all(picture.as_bytes()).and_then(|()| out.flush());
        written.map_err(|why| format!("the picture could not be written: {why}"))
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

/// The parsed command line.
struct Args {
    lesson: &'static Lesson,
    values: Values,
    format: &'static Format,
    picture: svg::Options,
}

/// Runs the lesson that the arguments name, and returns the output.
///
/// # Errors
/// What is wrong with the arguments, and what is valid.
pub(crate) fn render(mut arguments: impl Iterator<Item = String>) -> Result<String, String> {
    let id = arguments.next().ok_or_else(usage)?;
    if id == "--help" {
        return Ok(usage() + "\n");
    }
    let lesson =
        lessons::find(&id).ok_or_else(|| format!("there is no lesson “{id}”\n\n{}", usage()))?;
    let mut args = Args {
        lesson,
        values: Values::defaults(lesson.settings),
        format: format("svg")?,
        picture: svg::Options {
            title: lesson.title.into(),
            ..svg::Options::default()
        },
    };
    while let Some(argument) = arguments.next() {
        let option = argument.strip_prefix("--").ok_or_else(|| {
            format!(
                "“{argument}” is not an option: options begin with --\n\n{}",
                options()
            )
        })?;
        match option {
            "help" => return Ok(format!("{}\n{}\n", options(), settings(lesson))),
            "text" => args.format = &TEXT,
            _ => {
                let value = arguments
                    .next()
                    .ok_or_else(|| format!("--{option} needs a value"))?;
                args.set(option, value)?;
            }
        }
    }
    Ok(args.draw())
}

impl Args {
    fn set(&mut self, option: &str, value: String) -> Result<(), String> {
        match option {
            "as" => self.format = format(&value)?,
            "theme" => self.picture.theme = named(&THEMES, "theme", "--theme", &value)?,
            "title" => self.picture.title = value,
            "width" => {
                let width = value.parse().ok().filter(|width| WIDTHS.contains(width));
                self.picture.width = f64::from(width.ok_or_else(|| {
                    let (least, most) = (WIDTHS.start(), WIDTHS.end());
                    format!("--width takes whole pixels from {least} to {most}, not “{value}”")
                })?);
            }
            setting if self.lesson.settings.iter().any(|known| known.id == setting) => {
                let set = self.values.set(self.lesson.settings, setting, &value);
                set.map_err(|notice| format!("--{setting}: {}", notice.wrong()))?;
            }
            other => {
                let (settings, options) = (settings(self.lesson), options());
                return Err(format!(
                    "there is no option --{other}\n\n{settings}\n{options}"
                ));
            }
        }
        Ok(())
    }

    fn draw(&self) -> String {
        let (lesson, values) = (self.lesson, &self.values);
        let rt = Runtime::virtual_clock();
        // The main task's result is not needed: the picture shows it.
        drop(
            rt.start((lesson.program.start)(values, doubles::world()))
                .named("main"),
        );
        while rt.clock().is_some_and(|clock| clock.step()) {}
        rt.with_log(|log| {
            let model = Model::of(log);
            let run = RunView::new(log, &model);
            (self.format.write)(&Export {
                run,
                meta: &meta(lesson, values),
                picture: &self.picture,
            })
        })
    }
}

fn named<T: Copy>(known: &[(&str, T)], what: &str, option: &str, name: &str) -> Result<T, String> {
    let found = known.iter().find(|(known, _)| *known == name);
    found.map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        let names = names.join(", ");
        format!("there is no {what} “{name}”: {option} takes one of {names}")
    })
}

fn format(id: &str) -> Result<&'static Format, String> {
    let known: Vec<_> = formats().map(|format| (format.id, format)).collect();
    named(&known, "format", "--as", id)
}

/// What files contain besides the log.
fn meta(lesson: &Lesson, values: &Values) -> Meta {
    let settings = lesson.settings.iter();
    Meta {
        title: lesson.title.into(),
        lesson: lesson.id.into(),
        settings: settings
            .map(|setting| (setting.id.into(), values.get(setting.id).into()))
            .collect(),
        clock: Clock::Virtual,
        ..Meta::default()
    }
}

fn usage() -> String {
    let ids: Vec<&str> = lessons::ALL.iter().map(|lesson| lesson.id).collect();
    format!("{}\nLessons: {}", options(), ids.join(", "))
}

/// The help text for the options.
fn options() -> String {
    let formats = formats().map(|it| format!("  --as {:<10} {}\n", it.id, it.description));
    let (before, after) = USAGE;
    format!("{before}{}{after}", formats.collect::<String>())
}

/// The help text for a lesson's settings.
fn settings(lesson: &Lesson) -> String {
    let mut text = format!("Settings of {}:\n\n", lesson.id);
    for setting in lesson.settings {
        let takes = match setting.kind {
            SettingKind::Number {
                min, max, default, ..
            } => format!("{min} to {max}; default {default}"),
            SettingKind::Choice { options, default } => {
                let values: Vec<&str> = options.iter().map(|(value, _)| *value).collect();
                format!("{}; default {default}", values.join(" or "))
            }
            SettingKind::Lines { .. } => "lines of text".into(),
        };
        text += &format!("  --{:<12}  {} [{takes}]\n", setting.id, setting.hint);
    }
    text
}
