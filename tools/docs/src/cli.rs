//! The command line.

use crate::fence::Fence;
use crate::problem::Problem;
use crate::run::Limits;
use crate::shown::{Settings, check, show};
use crate::{document, explore_options, files, html, markdown, mdbook, protocol, script};
use clap::{Args, Parser, Subcommand};
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Runs the async Python in documents, on the virtual clock: pictures and output for documentation tools, and a check that
/// the programs still behave as the text says.
#[derive(Parser)]
#[command(name = "coroscope-docs", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Checks the fences of documents (Markdown, MDX, reStructuredText), without any documentation tool.
    Check {
        #[command(flatten)]
        limit: Limit,
        /// The documents, or folders of them.
        #[arg(required = true)]
        documents: Vec<PathBuf>,
    },
    /// Runs a script, prints its output and findings, and writes pictures, recording and tag into a folder.
    Run {
        #[command(flatten)]
        limit: Limit,
        /// The script; `-` for the standard input.
        script: PathBuf,
        /// The folder for the files. Without it, nothing is written.
        #[arg(long)]
        out: Option<PathBuf>,
        #[command(flatten)]
        fence: FenceOptions,
    },
    /// Runs a script, and prints what a page shows of it, as HTML.
    Html {
        #[command(flatten)]
        limit: Limit,
        /// The script; `-` for the standard input.
        script: PathBuf,
        #[command(flatten)]
        fence: FenceOptions,
        #[command(flatten)]
        look: LookOptions,
    },
    /// Prints a Markdown document with its fences replaced: each by its code and HTML.
    Markdown {
        #[command(flatten)]
        limit: Limit,
        /// The document.
        document: PathBuf,
        #[command(flatten)]
        look: LookOptions,
    },
    /// Tries other orders of a script's run: answers at other times, sleeps that are late. Prints the outcomes, and writes the
    /// usual run and another one as recordings. The exit status is 0 if the outcome is always the same, 1 if it is not, 2
    /// after an error.
    Explore(Box<explore_options::ExploreOptions>),
    /// For plugins: reads questions as JSON from the standard input, and answers them.
    Fences,
    /// mdBook's preprocessor.
    Mdbook {
        #[command(subcommand)]
        question: Option<MdbookQuestion>,
    },
    #[command(name = script::COMMAND, hide = true)]
    RunScript,
}

#[derive(Subcommand)]
enum MdbookQuestion {
    /// Whether the preprocessor is for this renderer.
    Supports {
        /// The renderer.
        renderer: String,
    },
}

#[derive(Args)]
struct Limit {
    /// The seconds of real time that a script may take.
    #[arg(long, default_value_t = Limits::default().time.as_secs_f64(), value_name = "SECONDS")]
    limit: f64,
}

impl Limit {
    fn limits(&self) -> Result<Limits, String> {
        let time = protocol::limit_of(Some(self.limit));
        let time =
            time.ok_or_else(|| format!("--limit takes a number of seconds, not {}", self.limit))?;
        Ok(Limits { time })
    }
}

#[derive(Args)]
struct FenceOptions {
    /// Options, as on the first line of a fence, such as `title="At once" width=640`.
    #[arg(long, default_value = "", value_name = "OPTIONS")]
    options: String,
}

#[derive(Args)]
struct LookOptions {
    /// The address of coro-scope.js: a click on the picture then runs the program in the page.
    #[arg(long = "script", value_name = "URL")]
    element: Option<String>,
}

impl LookOptions {
    fn look(self) -> html::Look {
        html::Look {
            runs: self.element.is_some(),
            script: self.element,
            ..html::Look::default()
        }
    }
}

/// Runs the program.
#[must_use]
pub fn main() -> ExitCode {
    match command(Cli::parse().command) {
        Ok(status) => status,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn command(command: Command) -> Result<ExitCode, String> {
    match command {
        Command::Check { limit, documents } => check_documents(&documents, limit.limits()?),
        Command::Run {
            limit,
            script,
            out,
            fence,
        } => {
            let fence = script_fence(&script, &fence.options)?;
            let checked = check(&fence, limit.limits()?).map_err(|all| list(&all))?;
            let mut text = checked.run.output();
            let findings = files::findings(&checked);
            if !findings.is_empty() {
                text += &format!("\nFindings:\n\n{findings}");
            }
            if let Some(folder) = out {
                let name = script
                    .file_stem()
                    .map_or("script".into(), |it| it.to_string_lossy());
                let written = files::write(&checked, &folder, &name);
                let written = written.map_err(|why| format!("{}: {why}", folder.display()))?;
                text.push('\n');
                for path in written {
                    text += &format!("{}\n", path.display());
                }
            }
            print(&text)
        }
        Command::Html {
            limit,
            script,
            fence,
            look,
        } => {
            let fence = script_fence(&script, &fence.options)?;
            let settings = Settings {
                look: look.look(),
                limits: limit.limits()?,
                cache: None,
            };
            let shown = show(&fence, &settings).map_err(|all| list(&all))?;
            print(&(shown.html + "\n"))
        }
        Command::Markdown {
            limit,
            document,
            look,
        } => {
            let settings = Settings {
                look: look.look(),
                limits: limit.limits()?,
                cache: None,
            };
            let text = read(&document)?;
            let file = document.to_string_lossy();
            print(&markdown::replace(&file, &text, &settings).map_err(|all| list(&all))?)
        }
        Command::Explore(options) => Ok(explore_options::run(*options)),
        Command::Fences => print(&protocol::answer(&read_input()?)?),
        Command::Mdbook { question } => match question {
            Some(MdbookQuestion::Supports { renderer }) => Ok(match mdbook::supports(&renderer) {
                true => ExitCode::SUCCESS,
                false => ExitCode::FAILURE,
            }),
            None => print(&mdbook::preprocess(&read_input()?)?),
        },
        Command::RunScript => {
            script::run_here().map_err(|why| why.to_string())?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

pub(crate) fn print(text: &str) -> Result<ExitCode, String> {
    let mut out = io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    written.map_err(|why| format!("the result can't be written: {why}"))?;
    Ok(ExitCode::SUCCESS)
}

fn list(problems: &[Problem]) -> String {
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    problems.join("\n")
}

pub(crate) fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|why| format!("{}: {why}", path.display()))
}

pub(crate) fn read_input() -> Result<String, String> {
    let mut text = String::new();
    let read = io::stdin().read_to_string(&mut text);
    read.map_err(|why| format!("the standard input can't be read: {why}"))?;
    Ok(text)
}

/// A script as if it were a fence, whose first line is that of the script.
fn script_fence(script: &Path, options: &str) -> Result<Fence, String> {
    let (name, text) = match script.to_str() {
        Some("-") => ("<stdin>".into(), read_input()?),
        _ => (script.to_string_lossy(), read(script)?),
    };
    Fence::read(&name, 1, options, &text, 1).map_err(|problem| problem.to_string())
}

/// Checks documents, prints problems as they are found, and a summary.
fn check_documents(documents: &[PathBuf], limits: Limits) -> Result<ExitCode, String> {
    let mut files = Vec::new();
    for path in documents {
        find_documents(path, &mut files)?;
    }
    let (mut checked, mut failed, mut expected) = (0, 0, 0);
    for path in &files {
        let text = read(path)?;
        for found in document::fences(&path.to_string_lossy(), &text) {
            let fence = found.fence.map_err(|problem| vec![problem]);
            let problems = fence.and_then(|fence| {
                let entries = fence.entries.iter();
                expected += entries.filter(|entry| entry.name == "expect").count();
                check(&fence, limits).map(drop)
            });
            checked += 1;
            if let Err(problems) = problems {
                failed += 1;
                eprintln!("{}", list(&problems));
            }
        }
    }
    let documents = files.len();
    let status = match failed {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    };
    print(&format!(
        "{documents} documents, {checked} fences, {expected} expectations: {}\n",
        match failed {
            0 => "all as expected".to_owned(),
            n => format!("{n} fences failed"),
        }
    ))?;
    Ok(status)
}

/// A document, or the documents in a folder, in the order of their names.
fn find_documents(path: &Path, found: &mut Vec<PathBuf>) -> Result<(), String> {
    let unreadable = |why: io::Error| format!("{}: {why}", path.display());
    if !path.is_dir() {
        found.push(path.to_owned());
        return Ok(());
    }
    let entries = fs::read_dir(path).map_err(unreadable)?;
    let entries: Result<Vec<_>, io::Error> = entries.map(|it| it.map(|it| it.path())).collect();
    let mut entries = entries.map_err(unreadable)?;
    entries.sort();
    for entry in entries {
        let is_document = entry
            .extension()
            .is_some_and(|it| it == "md" || it == "mdx" || it == "rst");
        // Folders of packages and of version control have documents of others.
        let name = entry
            .file_name()
            .map(|it| it.to_string_lossy().into_owned())
            .unwrap_or_default();
        let is_own = !name.starts_with('.') && name != "node_modules";
        if is_document || (entry.is_dir() && is_own) {
            find_documents(&entry, found)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Cli;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
