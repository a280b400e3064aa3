//! The packages of a `package.json` in the repository, installed into a folder of the cache by its lock file.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::Result;
use fs_err as fs;

use crate::files::remove_folder;
use crate::install::consent::Consent;
use crate::install::npm;
use crate::paths::Paths;
use crate::{process, progress};

/// The list of packages, and the list of all versions and hashes, if there is one.
const LISTS: [&str; 2] = ["package.json", "package-lock.json"];

/// Installs the packages that the lists in `source` name if necessary, and returns the folder that contains
/// `node_modules`.
///
/// # Errors
/// When they can't be installed.
pub(crate) fn ensure(
    name: &str,
    source: &Path,
    paths: &Paths,
    consent: Consent,
) -> Result<PathBuf> {
    let lists = LISTS.map(|file| (file, fs::read(source.join(file)).ok()));
    let mut hasher = DefaultHasher::new();
    lists.hash(&mut hasher);
    let folder = paths
        .cache
        .join(format!("site-{name}-{:016x}", hasher.finish()));
    // npm writes this file at the end.
    if folder.join("node_modules/.package-lock.json").is_file() {
        return Ok(folder);
    }
    npm::ensure(consent)?;
    remove_folder(&folder)?;
    fs::create_dir_all(&folder)?;
    let is_locked = lists.iter().all(|(_, content)| content.is_some());
    for (file, content) in lists {
        if let Some(content) = content {
            fs::write(folder.join(file), content)?;
        }
    }
    let subcommand = if is_locked { "ci" } else { "install" };
    progress::step(format!("npm {subcommand} for {name} (once)"), || {
        process::run(
            npm::command()?
                .current_dir(&folder)
                .args([subcommand, "--no-audit", "--no-fund", "--loglevel=error"])
                .args([
                    "--fetch-retry-mintimeout=1000",
                    "--fetch-retry-maxtimeout=5000",
                ]),
        )
    })?;
    Ok(folder)
}
