//! The program: see [`coroscope_docs::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    coroscope_docs::cli::main()
}
