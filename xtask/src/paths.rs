//! The paths of the repository, of the site, and of the cache folder for tools.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The folders that the commands work in.
#[derive(Clone, Debug)]
pub struct Paths {
    /// The root of the repository.
    pub root: PathBuf,
    /// Tools and notes outside the clone, shared by all clones.
    pub cache: PathBuf,
}

impl Paths {
    /// Determines them from the environment.
    ///
    /// # Errors
    /// When there is no home folder, and so no cache folder.
    pub fn find() -> Result<Paths> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = manifest
            .parent()
            .context("xtask has no parent folder")?
            .to_path_buf();
        Ok(Paths {
            root,
            cache: cache()?,
        })
    }

    /// The built site.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }
}

fn cache() -> Result<PathBuf> {
    if let Some(folder) = folder_in("COROSCOPE_CACHE") {
        return Ok(folder);
    }
    if let Some(folder) = folder_in("XDG_CACHE_HOME") {
        return Ok(folder.join("coroscope"));
    }
    if cfg!(windows)
        && let Some(folder) = folder_in("LOCALAPPDATA")
    {
        return Ok(folder.join("coroscope"));
    }
    let home = env::home_dir()
        .context("no home folder; set COROSCOPE_CACHE to a folder to keep the tools in")?;
    Ok(if cfg!(target_os = "macos") {
        home.join("Library/Caches/coroscope")
    } else {
        home.join(".cache/coroscope")
    })
}

/// The value of an environment variable, if it is an absolute path.
fn folder_in(variable: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(env::var_os(variable)?);
    folder.is_absolute().then_some(folder)
}
