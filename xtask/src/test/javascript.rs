//! Checks JavaScript and CSS: format and lints by Biome, and types, of what readers get, by TypeScript.

use std::process::Command;

use anyhow::{Context, Result};

use crate::build::script_engine;
use crate::install::consent::Consent;
use crate::install::npm;
use crate::paths::Paths;
use crate::process;

/// Runs both. `biome.json` and `tsconfig.json` say which files they check.
pub(super) fn check(paths: &Paths, consent: Consent) -> Result<()> {
    let biome = npm::BIOME.program("biome", paths, consent)?;
    process::run(Command::new(&biome).current_dir(&paths.root).args([
        "ci",
        "--error-on-warnings",
        "--colors=off",
    ]))
    .with_context(|| format!("`{} check --write` mends most of it", biome.display()))?;
    let tsc = npm::TYPESCRIPT.program("tsc", paths, consent)?;
    // The editor's dependencies are beside the copy that is bundled.
    let editor = script_engine::editor_folder(paths)?;
    for project in [&paths.root, &editor] {
        process::run(
            Command::new(&tsc)
                .current_dir(project)
                .arg("--project")
                .arg("."),
        )?;
    }
    Ok(())
}
