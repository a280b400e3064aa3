//! Draws a lesson's run on the virtual clock: `cargo run --example render -- gather --tasks 5 > gather.svg`.
//! `--as` chooses another format.

use coroscope::Runtime;
use coroscope::export::{self, Clock, Meta};
use coroscope::lessons::{self, Lesson, SettingKind, Values, doubles};
use coroscope::timeline::{ascii, svg};
use coroscope::trace::{Model, RunView};
use std::io::{self, Write};
use std::process::ExitCode;

const USAGE: &str = "usage: render LESSON [--SETTING VALUE]… [OPTION]…

Runs a lesson on the virtual clock and prints its timeline as SVG, or in another format:

  --as svg        a picture (the default)
  --as txt        a picture as plain text; also --text
  --as recording  the whole log, to open in the playground
  --as chrome     Chrome's Trace Event format, for Perfetto, speedscope and Chrome
  --as csv        a table of each task's running and waiting times

For a picture:

  --theme THEME   light, dark, or auto: the reader's system setting (the default)
  --width PIXELS  its width, from 320 to 4000 (default 960)
  --title TEXT    its heading, instead of the lesson's title; empty for no heading

  --help          this text; after a lesson, its settings
";

const WIDTHS: core::ops::RangeInclusive<u32> = 320..=4000;
/// The width of a picture as plain text.
const COLUMNS: usize = 100;

/// The output format.
#[derive(Clone, Copy)]
enum Format {
    Svg,
    Text,
    Recording,
    Chrome,
    Csv,
}

const FORMATS: [(&str, Format); 5] = [
    ("svg", Format::Svg),
    ("txt", Format::Text),
    ("recording", Format::Recording),
    ("chrome", Format::Chrome),
    ("csv", Format::Csv),
];

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
    format: Format,
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
        values: Values::defaults(lesson),
        format: Format::Svg,
        picture: svg::Options {
            title: lesson.title.into(),
            ..svg::Options::default()
        },
    };
    while let Some(argument) = arguments.next() {
        let option = argument.strip_prefix("--").ok_or_else(|| {
            format!("“{argument}” is not an option: options begin with --\n\n{USAGE}")
        })?;
        match option {
            "help" => return Ok(format!("{USAGE}\n{}\n", settings(lesson))),
            "text" => args.format = Format::Text,
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
            "as" => self.format = named(&FORMATS, "format", "--as", &value)?,
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
                let set = self.values.set(self.lesson, setting, &value);
                set.map_err(|notice| format!("--{setting}: {}", notice.wrong()))?;
            }
            other => {
                let settings = settings(self.lesson);
                return Err(format!(
                    "there is no option --{other}\n\n{settings}\n{USAGE}"
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
            match self.format {
                Format::Svg => svg::draw(run, &self.picture),
                Format::Text => ascii::draw(run, COLUMNS),
                Format::Recording => export::write_recording(log, &meta(lesson, values)),
                Format::Chrome => export::chrome_trace(run, &meta(lesson, values)),
                Format::Csv => export::totals_csv(run),
            }
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
    }
}

fn usage() -> String {
    let ids: Vec<&str> = lessons::ALL.iter().map(|lesson| lesson.id).collect();
    format!("{USAGE}\nLessons: {}", ids.join(", "))
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
