//! `cargo xtask codegen [--check]`. A package of its own, because xtask does not wait for the library to compile.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use coroscope_generated::Mode;

fn main() -> ExitCode {
    let mode = match std::env::args().nth(1).as_deref() {
        None => Mode::Write,
        Some("--check") => Mode::Check,
        Some(other) => {
            eprintln!("error: {other} is not an option; the only one is --check");
            return ExitCode::FAILURE;
        }
    };
    match run(mode) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(mode: Mode) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for file in coroscope_codegen::run(&root, mode)? {
        println!("wrote {file}");
    }
    Ok(())
}
