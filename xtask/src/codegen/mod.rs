//! `cargo xtask codegen`: writes the lists of modules, then runs `tools/codegen`, which is compiled with the library. xtask
//! itself is not.

pub(crate) mod module_lists;
pub(crate) mod new_lesson;

use anyhow::Result;
use coroscope_generated::Mode;

use crate::paths::Paths;
use crate::process;

/// Writes what is generated from folders and from tables of the library, or checks it.
pub(crate) fn run(paths: &Paths, check: bool) -> Result<()> {
    let mode = if check { Mode::Check } else { Mode::Write };
    for file in module_lists::run(&paths.root, mode)? {
        println!("wrote {file}");
    }
    process::run(
        process::cargo(paths, "run")
            .args(["--quiet", "--package", "coroscope-codegen", "--"])
            .args(check.then_some("--check")),
    )
}
