//! Copying, removing and listing folders, and the space on their disks.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;
use fs_err as fs;

use crate::process;

/// Removes a folder with its contents. A missing folder is not an error.
pub(crate) fn remove_folder(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}

/// The temporary folder for an installation: the folder is renamed at the end, so an interrupted installation is never
/// used.
pub(crate) fn partial(folder: &Path) -> PathBuf {
    let mut name = folder.as_os_str().to_owned();
    name.push(".partial");
    PathBuf::from(name)
}

/// Copies a folder, without hidden files and Markdown files: a site serves neither.
pub(crate) fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    copy_files(from, to, |name| {
        !name.starts_with('.') && !name.ends_with(".md")
    })
}

/// Copies a folder, with the files and subfolders whose names are wanted.
pub(crate) fn copy_files(from: &Path, to: &Path, is_wanted: fn(&str) -> bool) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        if !is_wanted(&name.to_string_lossy()) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy_files(&entry.path(), &to.join(name), is_wanted)?;
        } else {
            fs::copy(entry.path(), to.join(name))?;
        }
    }
    Ok(())
}

/// All files in a folder and its subfolders: relative paths with slashes, sorted.
pub(crate) fn files_in(folder: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(prefix) = folders.pop() {
        let here = folder.join(&prefix);
        let entries = fs::read_dir(&here)?;
        for entry in entries {
            let entry = entry?;
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                folders.push(path + "/");
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Below this, npm, cargo and rustc leave files half written, often with an error that does not mention the disk.
const LITTLE_SPACE_KB: u64 = 20_000;

/// Whether a folder's disk is full or almost full. Asks `df`; false where there is none.
pub(crate) fn is_disk_full(folder: &Path) -> bool {
    let df = process::output(Command::new("df").arg("-Pk").arg(folder));
    df.is_ok_and(|table| available_kb(&table).is_some_and(|kb| kb < LITTLE_SPACE_KB))
}

/// The kilobytes that are available, in the POSIX format of `df`: a heading, then device, size, used, available.
fn available_kb(table: &str) -> Option<u64> {
    table
        .lines()
        .nth(1)?
        .split_whitespace()
        .nth(3)?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn available_space_is_the_fourth_column() {
        let table =
            "Filesystem 1024-blocks Used Available Capacity Mounted on\ntmpfs 3072 3000 72 98% /t";
        assert_eq!(available_kb(table), Some(72));
        assert_eq!(available_kb("df: no such file"), None);
    }
}
