//! Draws a lesson's run on the virtual clock: `cargo run --example render -- gather --tasks 5 > gather.svg`.
//! `--as` makes another file of it.

use coroscope::Runtime;
use coroscope::export::{self, Clock, Meta};
use coroscope::lessons::{self, Lesson, Values, doubles};
use coroscope::timeline::{ascii, svg};
use coroscope::trace::Model;
use std::process::ExitCode;

const USAGE: &str = "usage: render LESSON [--KNOB VALUE]… [--as FORMAT]

Runs a lesson on the virtual clock and prints its timeline as SVG, or in another format:

  --as svg        a picture (this is the default)
  --as txt        a picture in text; also --text
  --as recording  the whole log, which the playground opens again
  --as chrome     Chrome's Trace Event format, for Perfetto, speedscope and Chrome
  --as csv        a table of how long each task ran and waited
  --help          this text
";

/// What is printed of a run.
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

fn main() -> ExitCode {
    match render(std::env::args().skip(1)) {
        Ok(picture) => {
            print!("{picture}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn render(mut arguments: impl Iterator<Item = String>) -> Result<String, String> {
    let id = arguments.next().ok_or_else(usage)?;
    if id == "--help" {
        return Ok(usage() + "\n");
    }
    let lesson =
        lessons::find(&id).ok_or_else(|| format!("there is no lesson “{id}”\n\n{}", usage()))?;
    let mut values = Values::defaults(lesson);
    let mut format = Format::Svg;
    while let Some(argument) = arguments.next() {
        let option = argument.strip_prefix("--").ok_or_else(|| {
            format!(
                "“{argument}” is not an option: options begin with --\n\n{}",
                usage()
            )
        })?;
        match option {
            "help" => return Ok(usage() + "\n"),
            "text" => {
                format = Format::Text;
                continue;
            }
            _ => {}
        }
        let value = arguments
            .next()
            .ok_or_else(|| format!("--{option} wants a value"))?;
        if option == "as" {
            format = format_named(&value)?;
            continue;
        }
        values
            .set(lesson, option, &value)
            .map_err(|notice| notice.to_string())?;
    }
    Ok(draw(lesson, &values, format))
}

fn format_named(name: &str) -> Result<Format, String> {
    let known = FORMATS.iter().find(|(known, _)| *known == name);
    known.map(|(_, format)| *format).ok_or_else(|| {
        let names = FORMATS.map(|(name, _)| name).join(", ");
        format!("there is no format “{name}”: --as takes one of {names}")
    })
}

fn draw(lesson: &Lesson, values: &Values, format: Format) -> String {
    let world = doubles::world();
    let rt = Runtime::virtual_clock();
    // How the run ends is part of the picture.
    drop(
        rt.start((lesson.program.start)(values, world))
            .named("main"),
    );
    while rt.clock().is_some_and(|clock| clock.step()) {}
    rt.with_log(|log| {
        let model = Model::of(log);
        match format {
            Format::Svg => {
                let options = svg::Options {
                    title: lesson.title.into(),
                    ..svg::Options::default()
                };
                svg::draw(&model, log, &options)
            }
            Format::Text => ascii::draw(&model, log, 100),
            Format::Recording => export::write_recording(log, &meta(lesson, values)),
            Format::Chrome => export::chrome_trace(&model, log, &meta(lesson, values)),
            Format::Csv => export::totals_csv(&model, log),
        }
    })
}

/// What the files say of the run besides its log.
fn meta(lesson: &Lesson, values: &Values) -> Meta {
    let knobs = lesson.knobs.iter();
    Meta {
        title: lesson.title.into(),
        lesson: lesson.id.into(),
        knobs: knobs
            .map(|knob| (knob.id.into(), values.get(knob.id).into()))
            .collect(),
        clock: Clock::Virtual,
    }
}

fn usage() -> String {
    let ids: Vec<&str> = lessons::ALL.iter().map(|lesson| lesson.id).collect();
    format!("{USAGE}\nLessons: {}", ids.join(", "))
}
