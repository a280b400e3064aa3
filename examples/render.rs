//! Draws a lesson's run on the virtual clock: `cargo run --example render -- gather --tasks 5 > gather.svg`.

use coroscope::Runtime;
use coroscope::lessons::{self, Lesson, Values, World, samples::SampleNet};
use coroscope::timeline::{ascii, svg};
use coroscope::trace::Model;
use std::process::ExitCode;
use std::rc::Rc;

const USAGE: &str = "usage: render LESSON [--KNOB VALUE]… [--text]

Runs a lesson on the virtual clock and prints its timeline as SVG, or with --text as text.";

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
    let lesson =
        lessons::find(&id).ok_or_else(|| format!("there is no lesson “{id}”\n\n{}", usage()))?;
    let mut values = Values::defaults(lesson);
    let mut as_text = false;
    while let Some(argument) = arguments.next() {
        if argument == "--text" {
            as_text = true;
            continue;
        }
        let knob = argument.strip_prefix("--").ok_or_else(|| {
            format!(
                "“{argument}” is not an option: options begin with --\n\n{}",
                usage()
            )
        })?;
        let value = arguments
            .next()
            .ok_or_else(|| format!("--{knob} wants a value"))?;
        values
            .set(lesson, knob, &value)
            .map_err(|notice| notice.to_string())?;
    }
    Ok(draw(lesson, &values, as_text))
}

fn draw(lesson: &Lesson, values: &Values, as_text: bool) -> String {
    let world = World {
        net: Rc::new(SampleNet::default()),
    };
    let rt = Runtime::virtual_clock();
    // How the run ends is part of the picture.
    drop(
        rt.start((lesson.program.start)(values, world))
            .named("main"),
    );
    while rt.clock().is_some_and(|clock| clock.step()) {}
    rt.with_log(|log| {
        let model = Model::of(log);
        if as_text {
            return ascii::draw(&model, log, 100);
        }
        let options = svg::Options {
            title: lesson.title.into(),
            ..svg::Options::default()
        };
        svg::draw(&model, log, &options)
    })
}

fn usage() -> String {
    let ids: Vec<&str> = lessons::ALL.iter().map(|lesson| lesson.id).collect();
    format!("{USAGE}\nLessons: {}", ids.join(", "))
}
