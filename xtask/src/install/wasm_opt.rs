//! wasm-opt, Binaryen's optimiser: finds or installs one that is new enough, and runs it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::install::npm::BINARYEN;
use crate::install::npm_versions;
use crate::paths::Paths;
use crate::process::{self, on_path};
use crate::progress;

/// Older versions write modules that browsers reject, sometimes without an error.
const MIN_VERSION: u32 = 117;

/// The features that the compiler uses. `--all-features` would allow the optimiser to use features that browsers lack.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Whether a wasm-opt that is new enough is installed.
pub(crate) fn is_installed(paths: &Paths) -> bool {
    let on_path = on_path("wasm-opt").and_then(|path| version_of(&path).ok());
    on_path.is_some_and(|(number, _)| number >= MIN_VERSION) || BINARYEN.installed(paths).is_some()
}

/// A wasm-opt that is new enough.
#[derive(Clone, Debug)]
pub(crate) struct WasmOpt {
    path: PathBuf,
    version: String,
}

impl WasmOpt {
    /// The wasm-opt on PATH if it is new enough, otherwise npm's. `None` if neither is available.
    pub(crate) fn find(paths: &Paths) -> Option<WasmOpt> {
        if let Some(path) = on_path("wasm-opt") {
            match version_of(&path) {
                Ok((number, version)) if number >= MIN_VERSION => {
                    return Some(WasmOpt { path, version });
                }
                Ok((number, _)) => progress::note(format!(
                    "the wasm-opt on PATH ({}) is version {number}, too old: {MIN_VERSION} or \
                     newer is needed; trying npm instead",
                    path.display()
                )),
                Err(error) => progress::note(format!("the wasm-opt on PATH is ignored: {error:#}")),
            }
        }
        match BINARYEN.ensure_if_possible(paths) {
            Ok(Some(_)) => {
                return Some(WasmOpt {
                    path: BINARYEN.program_path("wasm-opt", paths),
                    version: npm_versions::BINARYEN.to_owned(),
                });
            }
            Ok(None) => progress::note(format!(
                "no wasm-opt {MIN_VERSION} or newer on PATH, and no npm to install one"
            )),
            Err(error) => progress::note(format!("{error:#}")),
        }
        progress::note("wasm-opt is skipped: the site works, but is somewhat larger and slower");
        None
    }

    /// Identifies this optimiser and its settings.
    pub(crate) fn identity(&self) -> String {
        format!("{} {} {FEATURES:?}", self.path.display(), self.version)
    }

    /// Optimises a module in place, with these passes.
    pub(crate) fn optimise(&self, module: &Path, passes: &[&str]) -> Result<()> {
        let optimised = module.with_extension("opt");
        let mut command = Command::new(&self.path);
        command
            .args(passes)
            .args(FEATURES)
            .arg(module)
            .arg("-o")
            .arg(&optimised);
        process::run(&mut command)?;
        std::fs::rename(&optimised, module)
            .with_context(|| format!("wasm-opt wrote no {}", optimised.display()))
    }
}

fn version_of(path: &Path) -> Result<(u32, String)> {
    let output = process::output(Command::new(path).arg("--version"))?;
    let number = number_in(&output).with_context(|| format!("`{output}` contains no version"))?;
    Ok((number, output))
}

/// `wasm-opt version 117 (version_117-5-g1234)` → 117.
fn number_in(output: &str) -> Option<u32> {
    let after = output.split("version ").nth(1)?;
    let digits = after.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_found_in_each_format_of_binaryen() {
        assert_eq!(number_in("wasm-opt version 108"), Some(108));
        assert_eq!(
            number_in("wasm-opt version 117 (version_117-5-g12)"),
            Some(117)
        );
        assert_eq!(number_in("unknown"), None);
    }
}
