//! Where things are: the repository, the site, and the tools that outlive a clone.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The folders that the commands work in.
#[derive(Clone, Debug)]
pub struct Places {
    /// The repository's top folder.
    pub root: PathBuf,
    /// Tools and notes kept outside the clone, so that a second clone is quick.
    pub cache: PathBuf,
}

impl Places {
    /// Finds them from the environment.
    ///
    /// # Errors
    /// When there is no home folder to keep the tools in.
    pub fn find() -> Result<Places> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = manifest
            .parent()
            .context("xtask lies in no folder")?
            .to_path_buf();
        Ok(Places {
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

/// An environment variable that names an absolute folder.
fn folder_in(variable: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(env::var_os(variable)?);
    folder.is_absolute().then_some(folder)
}
