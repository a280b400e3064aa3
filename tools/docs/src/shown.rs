//! A fence from its text to what a page shows: options, run, expectations, HTML.

use crate::cache::Cache;
use crate::expectation::Expectation;
use crate::fence::Fence;
use crate::html::{self, Fragment, Look};
use crate::options::{Options, Subject};
use crate::problem::Problem;
use crate::run::{Limits, Run, Source};
use serde_json::{Value, json};

/// How fences are shown.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// How a page shows them.
    pub look: Look,
    /// How long a script may run.
    pub limits: Limits,
    /// Where results are kept between builds.
    pub cache: Option<Cache>,
}

/// What a page shows of a fence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The program that readers see, if there is one.
    pub code: Option<String>,
    /// Picture, output and findings.
    pub html: String,
    /// The tag that runs the same in the page.
    pub tag: String,
}

/// A fence that ran as its document says.
#[derive(Debug)]
pub struct Checked {
    /// Its options.
    pub options: Options,
    /// What it names.
    pub source: Source,
    /// Its run.
    pub run: Run,
}

/// Runs a fence, and compares the run with what the document says.
///
/// # Errors
/// Everything that is wrong with the fence or the run.
pub fn check(fence: &Fence, limits: Limits) -> Result<Checked, Vec<Problem>> {
    let options = Options::of(fence)?;
    let source = Source::of(fence, &options).map_err(|problem| vec![problem])?;
    let run = check_run(fence, &options, &source, limits)?;
    Ok(Checked {
        options,
        source,
        run,
    })
}

fn check_run(
    fence: &Fence,
    options: &Options,
    source: &Source,
    limits: Limits,
) -> Result<Run, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut expected = Vec::new();
    // A script in a file can say what must happen, too.
    let own_file = source
        .script()
        .filter(|_| matches!(options.subject, Subject::File(_)));
    for fence in [Some(fence), own_file].into_iter().flatten() {
        for entry in fence.entries.iter().filter(|entry| entry.name == "expect") {
            match Expectation::read(&entry.value) {
                Ok(expectation) => expected.push((&fence.file, entry.line, expectation)),
                Err(why) => problems.push(Problem::new(&fence.file, entry.line, why)),
            }
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let run = Run::of(fence, options, source, limits).map_err(|problem| vec![problem])?;
    if let Some(error) = &run.error
        && !expected.iter().any(|(_, _, it)| it.is_error())
    {
        let script = source.script().unwrap_or(fence);
        let line = error.line.map_or(script.line, |line| script.line_of(line));
        let message = format!(
            "the script failed: {}\nIf it is meant to, say so: # expect: error \"…\"",
            error.message
        );
        problems.push(Problem::new(&script.file, line, message));
    }
    let mut printed = 0;
    for (file, line, expectation) in &expected {
        if let Err(why) = expectation.check(&run, &mut printed) {
            problems.push(Problem::new(file, *line, why));
        }
    }
    match problems.is_empty() {
        true => Ok(run),
        false => Err(problems),
    }
}

/// Makes what a page shows of a fence, or takes it from the cache.
///
/// # Errors
/// Everything that is wrong with the fence or the run.
pub fn show(fence: &Fence, settings: &Settings) -> Result<Shown, Vec<Problem>> {
    let options = Options::of(fence)?;
    let one = |problem: Problem| vec![problem];
    let source = Source::of(fence, &options).map_err(one)?;
    let key = settings.cache.as_ref().map(|cache| {
        let key = cache.key(&(
            &fence
                .entries
                .iter()
                .map(|it| (&it.name, &it.value))
                .collect::<Vec<_>>(),
            &fence.script,
            format!("{source:?}"),
            format!("{:?}", settings.look),
        ));
        (cache, key)
    });
    let cached = key.as_ref().and_then(|(cache, key)| cache.read(key));
    if let Some(shown) = cached.as_ref().and_then(Shown::from_json) {
        return Ok(shown);
    }
    let run = check_run(fence, &options, &source, settings.limits)?;
    let fragment = html::fragment(&run, &options, source.script(), &settings.look);
    let Fragment { code, html, tag } = fragment
        .map_err(|why| one(fence.problem(format!("its picture can't be written: {why}"))))?;
    let shown = Shown { code, html, tag };
    if let Some((cache, key)) = &key {
        cache.write(key, &shown.to_json());
    }
    Ok(shown)
}

impl Shown {
    /// As in the answers to plugins.
    pub fn to_json(&self) -> Value {
        json!({ "code": self.code, "html": self.html, "tag": self.tag })
    }

    fn from_json(value: &Value) -> Option<Shown> {
        let text = |name: &str| value[name].as_str().map(ToOwned::to_owned);
        Some(Shown {
            code: text("code"),
            html: text("html")?,
            tag: text("tag")?,
        })
    }
}
