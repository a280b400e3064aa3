//! The pages in `docs/findings` and `docs/messages` are true: runs their programs in the engine and under `python3`.
//!
//! `UPDATE_GOLDEN=1` updates the pictures.

#[path = "../../tests/repository/pages/page.rs"]
mod page;

use coroscope_engine_tests::programs::{self, path_of};
use coroscope_engine_tests::{Clock, Job};
use coroscope_lint as lint;
use coroscope_timeline::svg;
use coroscope_trace::{Model, RunView};
use page::{Block, Page};
use std::fs;
use std::process::Command;

const MISTAKE: &str = "The smallest program";
const CURE: &str = "The cure";
/// The section of messages that the engine does not print, or prints differently.
const DIFFERS: &str = "In the playground";
/// The clock of programs that need a real one. Reading it takes long, so that programs that poll it need few reads.
const REAL: Clock = Clock::Real {
    read_cost: 1.0 / 8.0,
};
/// The width of pictures, which must also fit a phone.
const WIDTH: f64 = 480.0;

/// The result of a program.
#[derive(Clone, Default)]
struct Ran {
    /// The ids of the findings.
    found: Vec<String>,
    /// Their sentences.
    sentences: String,
    picture: String,
    /// The output, and the traceback.
    printed: String,
}

#[test]
fn each_mistake_has_its_finding_and_its_cure_has_none() {
    let wrong = programs::run_on_threads(pages("findings"), |page| {
        let (mistake, cure) = (
            run(&page.block(MISTAKE, "python")),
            run(&page.block(CURE, "python")),
        );
        let (id, printed) = (&page.id, &mistake.printed);
        let mut wrong = Vec::new();
        if mistake.found != [id.as_str()] {
            wrong.push(format!(
                "{id}: {:?} {}{printed}",
                mistake.found, mistake.sentences
            ));
        }
        if !cure.found.is_empty() {
            wrong.push(format!("{id}, cured: {:?} {}", cure.found, cure.printed));
        }
        wrong.extend(stale(&page, id, &mistake.picture));
        wrong.extend(stale(&page, &format!("{id}-cured"), &cure.picture));
        wrong
    });
    let wrong = wrong.concat();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_message_is_printed_here_and_by_python() {
    let wrong = programs::run_on_threads(pages("messages"), |page| {
        [wrong_in_message(&page), wrong_in_its_cure(&page)]
    });
    let wrong: Vec<String> = wrong.into_iter().flatten().flatten().collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The texts of a message, one for each Python version that prints another.
fn messages(page: &Page) -> Vec<String> {
    let blocks = page.blocks().into_iter();
    let texts = blocks.filter(|block| block.section == "The message" && block.info == "text");
    texts.map(|block| block.text).collect()
}

/// Whether the first line of a message is printed.
fn prints_any(printed: &str, messages: &[String]) -> bool {
    let first = |message: &String| message.lines().next().unwrap_or_default().to_owned();
    messages
        .iter()
        .any(|message| has_lines(printed, &first(message)))
}

/// How the mistake of a page differs from what the page says.
fn wrong_in_message(page: &Page) -> Option<String> {
    let (id, messages) = (&page.id, messages(page));
    let mistake = page.block(MISTAKE, "python");
    let (by_python, _) = python(&mistake.text);
    if !messages.iter().any(|text| has_lines(&by_python, text)) {
        return Some(format!("{id}: python3 prints {by_python}"));
    }
    let here = run(&mistake);
    let differs = page.sections().contains(&DIFFERS);
    let expected: Vec<String> = (page.links_of("The finding").iter())
        .filter_map(|link| {
            Some(
                link.strip_prefix("../findings/")?
                    .trim_end_matches(".md")
                    .to_owned(),
            )
        })
        .collect();
    let is_right = prints_any(&here.printed, &messages) != differs && here.found == expected;
    (!is_right).then(|| format!("{id}: {:?} {}{}", here.found, here.sentences, here.printed))
}

/// How the cure of a page differs from what the page says.
fn wrong_in_its_cure(page: &Page) -> Option<String> {
    let (id, messages) = (&page.id, messages(page));
    let cure = page.block(CURE, "python");
    let (by_python, is_success) = python(&cure.text);
    if !is_success || prints_any(&by_python, &messages) {
        return Some(format!("{id}, cured: python3 prints {by_python}"));
    }
    let here = run(&cure);
    let is_right = here.found.is_empty()
        && !prints_any(&here.printed, &messages)
        && !here.printed.contains("Traceback");
    (!is_right).then(|| format!("{id}, cured: {:?} {}", here.found, here.printed))
}

#[track_caller]
fn pages(folder: &str) -> Vec<Page> {
    let wanted = std::env::var("COROSCOPE_SCRIPT").unwrap_or_default();
    let docs = path_of("../../docs");
    let pages = Page::all(&docs, folder).into_iter();
    let pages: Vec<Page> = pages.filter(|page| page.id.starts_with(&wanted)).collect();
    assert!(
        !wanted.is_empty() || !pages.is_empty(),
        "{folder} has no page"
    );
    pages
}

/// Runs a program on the clock that its page names.
fn run(program: &Block) -> Ran {
    let clock = match program.is_on_real_clock {
        true => REAL,
        false => Clock::Virtual,
    };
    let ran = Job::new(&program.text).on(clock).run();
    let (log, model) = (ran.log(), Model::of(ran.log()));
    let found = lint::findings(RunView::new(log, &model), &lint::Options::default());
    let options = svg::Options {
        width: WIDTH,
        ..svg::Options::default()
    };
    Ran {
        found: found.iter().map(|one| one.kind.id().to_owned()).collect(),
        sentences: found
            .iter()
            .map(|one| format!("{}\n", one.sentence))
            .collect(),
        picture: svg::draw(RunView::new(log, &model), &options),
        printed: ran.printed(),
    }
}

/// The output of a program under `python3`, and whether it succeeded.
fn python(source: &str) -> (String, bool) {
    let ran = Command::new("python3").args(["-B", "-c", source]).output();
    let ran = ran.expect("python3, 3.11 or newer, must be on the PATH");
    let printed = [ran.stdout, ran.stderr].concat();
    (
        String::from_utf8_lossy(&printed).into_owned(),
        ran.status.success(),
    )
}

/// Whether the lines of a message are printed in this order. An ellipsis matches any text.
fn has_lines(printed: &str, message: &str) -> bool {
    let mut lines = printed.lines();
    message
        .lines()
        .all(|wanted| lines.any(|line| is_like(line, wanted)))
}

fn is_like(line: &str, pattern: &str) -> bool {
    let mut rest = line;
    let mut parts = pattern.split('…').peekable();
    let mut is_first = true;
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        let at = match is_first {
            true => rest.starts_with(part).then_some(0),
            false if is_last => rest.ends_with(part).then(|| rest.len() - part.len()),
            false => rest.find(part),
        };
        let Some(at) = at else { return false };
        rest = &rest[at + part.len()..];
        if is_last && is_first && !rest.is_empty() {
            return false;
        }
        is_first = false;
    }
    true
}

/// The message if the picture of a page is not up to date.
fn stale(page: &Page, name: &str, picture: &str) -> Option<String> {
    let path = page.path.with_file_name(format!("{name}.svg"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, picture).expect("the picture");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    let path = path.display();
    (expected != picture).then(|| format!("{path} is not up to date (UPDATE_GOLDEN=1 updates it)"))
}
