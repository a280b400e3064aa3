//! The command line.

use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

use crate::build::{npm_package, script_engine, site, wasm_pack, your_app};
use crate::install::consent::Consent;
use crate::install::wasm_toolchain::WasmToolchain;
use crate::paths::Paths;
use crate::serve;
use crate::test::{self, Selection, Step};
use crate::{bench, codegen, shot};

/// Builds, serves, tests and measures Coroscope.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", after_help = AFTER)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const AFTER: &str = "\
Missing tools are installed: the wasm target by rustup (or by apt, on Debian and Ubuntu), other \
tools by cargo, npm and pip in a cache folder outside the clone ($COROSCOPE_CACHE, else the user's \
cache folder). Before xtask changes the system, it prints what and why; at a terminal it asks.";

#[derive(Args, Clone, Copy)]
struct Machine {
    /// Install missing tools without asking.
    #[arg(long)]
    yes: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Build the site into dist/, a static folder for any web server and any sub-path.
    Build(Machine),
    /// Build the site, serve it on the loopback interface, and open it in the browser.
    Serve {
        #[command(flatten)]
        machine: Machine,
        /// Serve the app in examples/your-app instead of the playground.
        #[arg(long)]
        your_app: bool,
        /// Only print the address; do not open a browser.
        #[arg(long)]
        no_open: bool,
        /// The port; 0 means any free port.
        #[arg(long, default_value_t = 0)]
        port: u16,
        /// Delay responses for the sample documents by this many milliseconds.
        #[arg(long, default_value_t = 0, value_name = "MS")]
        delay: u64,
    },
    /// Build the npm package in target/npm/, with an entry for the element and one that contains the module.
    Package(Machine),
    /// Run all default checks and tests, or only the given steps.
    ///
    /// A step that passed before is not run again while no file of the repository has changed.
    Test {
        #[command(flatten)]
        machine: Machine,
        /// Run all steps: also the other ways to build, and the other browsers.
        #[arg(long, conflicts_with_all = ["steps", "rest"])]
        all: bool,
        /// Run only the steps that `--all` adds.
        #[arg(long, conflicts_with = "steps")]
        rest: bool,
        /// Run also the steps whose inputs have not changed since they passed.
        #[arg(long)]
        again: bool,
        /// Only print what each step checks and needs, and how long it last took.
        #[arg(long)]
        list: bool,
        /// Steps to run.
        steps: Vec<Step>,
        /// After `--`, for one step of end-to-end tests: parts of the names of the tests to run.
        #[arg(last = true)]
        tests: Vec<String>,
    },
    /// Write the files, and parts of files, that are generated from tables of the library.
    Codegen {
        /// Write nothing; fail if a file is not as generated.
        #[arg(long)]
        check: bool,
    },
    /// Make a small lesson that works, for you to change, and run codegen and its test.
    NewLesson {
        /// Lower-case words with `_` between them: the name of its files and of its module, and its id.
        name: String,
        /// The lesson that it comes after; the last one if none is given.
        #[arg(long, value_name = "LESSON")]
        after: Option<String>,
    },
    /// Print what the tests need, whether it is installed, and how it would be installed.
    Doctor,
    /// Compare Coroscope with others: in headless Chromium, natively by Criterion, and recordings of Python programs.
    Bench {
        #[command(flatten)]
        machine: Machine,
        /// Only build the benchmark pages into target/bench/, a static folder for any web server.
        #[arg(long)]
        build: bool,
        /// How often each workload is measured in the browser and in Python, in turn. The medians are reported.
        #[arg(long, default_value_t = 5, value_name = "N")]
        rounds: u32,
        /// Another revision (a commit, branch or tag) to build and to measure in turn with this one: workloads of the
        /// runtime's page, `timeline` and `scripts`.
        #[arg(long, value_name = "REV")]
        beside: Option<String>,
        /// Workloads of the runtime's page, `timeline` for drawing, `scripts` for Python, `stop` for when scripts begin and
        /// end, `native` for the Criterion benchmarks, or `recorder` for the Python package; all if none is given.
        workloads: Vec<String>,
    },
    /// Build the site and take a screenshot: a page or fragment, then the PNG file to write.
    #[command(disable_help_flag = true)]
    Shot {
        /// See `cargo xtask shot --help`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
}

/// Runs the command on the command line.
///
/// # Errors
/// When the command fails, with a message for the user.
pub fn run() -> Result<()> {
    let paths = Paths::find()?;
    match Cli::parse().command {
        Command::Build(machine) => {
            let dist = site::build(&paths, consent(machine))?;
            script_engine::build(&paths, consent(machine), &dist)?;
            println!("The site is in {}", dist.display());
            Ok(())
        }
        Command::Serve {
            machine,
            your_app,
            no_open,
            port,
            delay,
        } => {
            let is_site = !your_app;
            let site = site::build(&paths, consent(machine))?;
            let folder = if your_app {
                let toolchain = WasmToolchain::ensure(&paths, consent(machine))?;
                your_app::build(&paths, &toolchain, &site)?
            } else {
                site
            };
            let args = serve::Args {
                port,
                open: !no_open,
                delay: Duration::from_millis(delay),
            };
            serve::serve(folder.clone(), &args, |address| {
                if is_site {
                    build_scripts_in_background(paths, consent(machine), folder, address);
                }
            })
        }
        Command::Package(machine) => {
            let consent = consent(machine);
            let toolchain = WasmToolchain::ensure(&paths, consent)?;
            let pkg = wasm_pack::build(&paths, &toolchain)?;
            let package = npm_package::make(&paths, consent, &pkg)?;
            println!("The package is in {}", package.display());
            Ok(())
        }
        Command::Test { list: true, .. } => {
            println!("{}", test::list(&paths)?);
            Ok(())
        }
        Command::Test {
            machine,
            all,
            rest,
            again,
            steps,
            tests,
            ..
        } => {
            let selection = match (all, rest) {
                (true, _) => Selection::All,
                (_, true) => Selection::Rest,
                _ => Selection::Default,
            };
            test::run(&paths, consent(machine), selection, again, &steps, &tests)
        }
        Command::Codegen { check } => codegen::run(&paths, check),
        Command::NewLesson { name, after } => {
            codegen::new_lesson::run(&paths, &name, after.as_deref())
        }
        Command::Doctor => {
            println!("{}", test::doctor(&paths));
            Ok(())
        }
        Command::Bench {
            machine,
            build,
            rounds,
            beside,
            workloads,
        } => {
            let consent = consent(machine);
            if build {
                let folder = bench::build(&paths, consent)?;
                println!("The benchmark pages are in {}", folder.display());
                return Ok(());
            }
            bench::run(&paths, consent, rounds, beside.as_deref(), &workloads)
        }
        Command::Shot { arguments } => shot::take(&paths, &arguments),
    }
}

/// Builds the script engine in the background while the site is served. At the end prints the address again, which the
/// compiler's output has moved out of sight.
fn build_scripts_in_background(paths: Paths, consent: Consent, site: PathBuf, address: &str) {
    let address = address.to_owned();
    thread::spawn(move || match script_engine::build(&paths, consent, &site) {
        Ok(()) => println!("Scripts can now be run, too, at {address}"),
        Err(error) => println!("Scripts can't be run: {error:#}"),
    });
}

fn consent(machine: Machine) -> Consent {
    Consent { yes: machine.yes }
}
