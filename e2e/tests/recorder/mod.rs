//! What the Python package makes for browsers, with the `python3` on the PATH: pages with a recording in them, and
//! recordings that grow while their program runs.

mod follow;
mod live;
mod page;

use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder that is removed at the end of a test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> std::io::Result<Folder> {
        let name = format!("coroscope-recorder-{}-{name}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder)?;
        Ok(Folder(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // The next start of the machine removes it otherwise.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// `python3` in a folder, with the package. It opens no browser.
fn python(folder: &Path) -> Command {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("../python/src");
    let mut command = Command::new("python3");
    command
        .current_dir(folder)
        .env("PYTHONPATH", package)
        .env("BROWSER", "true");
    command
}
