//! The command line.

use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

use crate::build::{npm_package, script_engine, site, wasm_pack, your_app};
use crate::install::consent::Consent;
use crate::install::wasm_toolchain::WasmToolchain;
use crate::paths::Places;
use crate::serve::{self, Wishes};
use crate::test::{self, Choice, Step};
use crate::{bench, shot};

/// Builds, serves, tests and measures Coroscope.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", after_help = AFTER)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const AFTER: &str = "\
What is missing is installed: the wasm target by rustup (or, on Debian and Ubuntu, by apt), other \
tools by cargo and npm into a cache folder outside the clone ($COROSCOPE_CACHE, else the user's \
cache folder). Before the system itself is changed it says what and why; at a terminal it asks.";

#[derive(Args, Clone, Copy)]
struct Machine {
    /// Install what is missing without asking.
    #[arg(long)]
    yes: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Build the site into dist/, a static folder for any web server and any sub-path.
    Build(Machine),
    /// Build the site, serve it on the loopback, open it in the browser.
    Serve {
        #[command(flatten)]
        machine: Machine,
        /// Serve the app in examples/your-app in place of the playground.
        #[arg(long)]
        your_app: bool,
        /// Only print the address.
        #[arg(long)]
        no_open: bool,
        /// The port; 0 means any free one.
        #[arg(long, default_value_t = 0)]
        port: u16,
        /// Answer requests for the sample documents this many milliseconds later.
        #[arg(long, default_value_t = 0, value_name = "MS")]
        delay: u64,
    },
    /// Make the npm package in target/npm/, with an entry for the element and one with the module inside.
    Package(Machine),
    /// Run the checks and tests of a change, or only the steps that are named.
    ///
    /// A step that passed before is not run again while no file of the repository has changed.
    Test {
        #[command(flatten)]
        machine: Machine,
        /// Run all there is: also the other ways to build, and the other browsers.
        #[arg(long, conflicts_with_all = ["steps", "rest"])]
        all: bool,
        /// Run what `--all` adds.
        #[arg(long, conflicts_with = "steps")]
        rest: bool,
        /// Run also what has not changed since it passed.
        #[arg(long)]
        again: bool,
        /// Only say what each step checks, needs, and last took.
        #[arg(long)]
        list: bool,
        /// Steps to run.
        steps: Vec<Step>,
        /// After `--`, for one step of end-to-end tests: the beginnings or parts of the names of those to run.
        #[arg(last = true)]
        tests: Vec<String>,
    },
    /// Say what the tests need, what of it is installed, and where the rest would come from.
    Doctor,
    /// Measure Coroscope in headless Chromium and, by Criterion, on this machine, beside others.
    Bench {
        #[command(flatten)]
        machine: Machine,
        /// Only build the benchmark pages into target/bench/, a static folder for any web server.
        #[arg(long)]
        build: bool,
        /// How often each is measured in the browser, by turns; the medians are told.
        #[arg(long, default_value_t = 5, value_name = "N")]
        rounds: u32,
        /// Workloads of the runtime's page, `timeline` for the drawing, `scripts` for Python, or `native` for what Criterion
        /// measures; all when none is named.
        workloads: Vec<String>,
    },
    /// Build the site and take a picture of it: a page or fragment, then the PNG file to write.
    #[command(disable_help_flag = true)]
    Shot {
        /// See `cargo xtask shot --help`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
}

/// Runs what the command line asks for.
///
/// # Errors
/// Whatever went wrong, for a person to read.
pub fn run() -> Result<()> {
    let places = Places::find()?;
    match Cli::parse().command {
        Command::Build(machine) => {
            let dist = site::build(&places, consent(machine))?;
            script_engine::build(&places, consent(machine), &dist)?;
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
            let folder = if your_app {
                let toolchain = WasmToolchain::ensure(&places, consent(machine))?;
                your_app::build(&places, &toolchain)?
            } else {
                site::build(&places, consent(machine))?
            };
            let wishes = Wishes {
                port,
                open: !no_open,
                delay: Duration::from_millis(delay),
            };
            if is_site {
                script_meanwhile(places, consent(machine), folder.clone());
            }
            serve::serve(folder, &wishes)
        }
        Command::Package(machine) => {
            let consent = consent(machine);
            let toolchain = WasmToolchain::ensure(&places, consent)?;
            let pkg = wasm_pack::build(&places, &toolchain)?;
            let package = npm_package::make(&places, consent, &pkg)?;
            println!("The package is in {}", package.display());
            Ok(())
        }
        Command::Test { list: true, .. } => {
            println!("{}", test::list(&places));
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
            let choice = match (all, rest) {
                (true, _) => Choice::All,
                (_, true) => Choice::Rest,
                _ => Choice::ForEveryone,
            };
            test::run(&places, consent(machine), choice, again, &steps, &tests)
        }
        Command::Doctor => {
            println!("{}", test::doctor(&places));
            Ok(())
        }
        Command::Bench {
            machine,
            build,
            rounds,
            workloads,
        } => {
            let consent = consent(machine);
            if build {
                let folder = bench::build(&places, consent)?;
                println!("The benchmark pages are in {}", folder.display());
                return Ok(());
            }
            bench::run(&places, consent, rounds, &workloads)
        }
        Command::Shot { arguments } => shot::take(&places, &arguments),
    }
}

/// Builds the engine for scripts while the site is served already.
fn script_meanwhile(places: Places, consent: Consent, site: PathBuf) {
    thread::spawn(move || {
        // What another Rust for the engine would need of the system is not asked for in the background.
        match script_engine::build(&places, consent, &site) {
            Ok(()) => println!("Scripts can be run now, too."),
            Err(error) => println!("Scripts can't be run: {error:#}"),
        }
    });
}

fn consent(machine: Machine) -> Consent {
    Consent { yes: machine.yes }
}
