//! Binaryen's optimiser: where it is, whether it is new enough, and how it is called.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::install::tools;
use crate::paths::Places;
use crate::process::{self, on_path};
use crate::progress;

/// Older ones write modules that browsers reject, some of them without saying so.
const OLDEST: u32 = 117;

const NPM_VERSION: &str = "132.0.0";

/// What the compiler emits. Named one by one, since `--all-features` would let the optimiser
/// use what browsers do not have yet.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Whether one that is new enough is installed.
pub(crate) fn is_here(places: &Places) -> bool {
    let on_path = on_path("wasm-opt").and_then(|path| version_of(&path).ok());
    on_path.is_some_and(|(number, _)| number >= OLDEST)
        || tools::npm_installed(places, "binaryen", NPM_VERSION).is_some()
}

/// An optimiser that is fit for use.
#[derive(Clone, Debug)]
pub(crate) struct WasmOpt {
    path: PathBuf,
    version: String,
}

impl WasmOpt {
    /// The one on PATH if it is new enough, else npm's; nothing where there is neither.
    pub(crate) fn find(places: &Places) -> Option<WasmOpt> {
        if let Some(path) = on_path("wasm-opt") {
            match version_of(&path) {
                Ok((number, version)) if number >= OLDEST => {
                    return Some(WasmOpt { path, version });
                }
                Ok((number, _)) => progress::note(format!(
                    "the wasm-opt on PATH ({}) is version {number}, too old to trust: {OLDEST} or \
                     newer is needed; looking for npm's instead",
                    path.display()
                )),
                Err(error) => {
                    progress::note(format!("the wasm-opt on PATH is passed over: {error:#}"))
                }
            }
        }
        match tools::npm(places, "binaryen", NPM_VERSION) {
            Ok(Some(modules)) => {
                return Some(WasmOpt {
                    path: modules.join(".bin").join(if cfg!(windows) {
                        "wasm-opt.cmd"
                    } else {
                        "wasm-opt"
                    }),
                    version: NPM_VERSION.to_owned(),
                });
            }
            Ok(None) => progress::note(format!(
                "no wasm-opt {OLDEST} or newer on PATH, and no npm to get one"
            )),
            Err(error) => progress::note(format!("{error:#}")),
        }
        progress::note("wasm-opt is skipped: the site works, but is somewhat larger and slower");
        None
    }

    /// Tells this optimiser from all others.
    pub(crate) fn identity(&self) -> String {
        format!("{} {} {FEATURES:?}", self.path.display(), self.version)
    }

    /// Optimises a module in place, by these passes.
    pub(crate) fn optimise(&self, module: &Path, passes: &[&str]) -> Result<()> {
        let better = module.with_extension("opt");
        let mut command = Command::new(&self.path);
        command
            .args(passes)
            .args(FEATURES)
            .arg(module)
            .arg("-o")
            .arg(&better);
        process::run(&mut command)?;
        std::fs::rename(&better, module)
            .with_context(|| format!("wasm-opt left no {}", better.display()))
    }
}

fn version_of(path: &Path) -> Result<(u32, String)> {
    let said = process::output(Command::new(path).arg("--version"))?;
    let number = number_in(&said).with_context(|| format!("`{said}` names no version"))?;
    Ok((number, said))
}

/// `wasm-opt version 117 (version_117-5-g1234)` → 117.
fn number_in(said: &str) -> Option<u32> {
    let after = said.split("version ").nth(1)?;
    let digits = after.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_from_each_way_that_binaryen_says_it() {
        assert_eq!(number_in("wasm-opt version 108"), Some(108));
        assert_eq!(
            number_in("wasm-opt version 117 (version_117-5-g12)"),
            Some(117)
        );
        assert_eq!(number_in("unknown"), None);
    }
}
