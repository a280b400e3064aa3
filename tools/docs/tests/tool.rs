//! Calls of the program in a folder of its own.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs, process};

/// Two tasks that overlap; the second ends first.
pub(crate) const OVERLAP: &str = r#"import asyncio

async def work(name, seconds):
    await asyncio.sleep(seconds)
    print(name)

async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(work("a", 0.2), name="a")
        group.create_task(work("b", 0.1), name="b")

asyncio.run(main())
"#;

/// A folder that is removed at the end.
pub(crate) struct Folder {
    path: PathBuf,
}

/// What a call has written.
#[derive(Debug)]
pub(crate) struct Called {
    pub(crate) succeeded: bool,
    pub(crate) status: Option<i32>,
    pub(crate) out: String,
    pub(crate) errors: String,
}

impl Folder {
    pub(crate) fn new() -> Folder {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("coroscope-docs-{}-{number}", process::id());
        let path = env::temp_dir().join(name);
        fs::create_dir_all(&path).expect("a folder");
        Folder { path }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.path.join(name), text).expect("a file");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path.join(name)).expect("a file")
    }

    pub(crate) fn call(&self, arguments: &[&str]) -> Called {
        self.call_with(arguments, "")
    }

    pub(crate) fn call_with(&self, arguments: &[&str], input: &str) -> Called {
        let mut child = Command::new(env!("CARGO_BIN_EXE_coroscope-docs"))
            .args(arguments)
            .current_dir(&self.path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program");
        let mut stdin = child.stdin.take().expect("its input");
        // A program that does not read its input may have ended.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        let output = child.wait_with_output().expect("its output");
        Called {
            succeeded: output.status.success(),
            status: output.status.code(),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            errors: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    /// Checks a document that consists of one fence.
    pub(crate) fn check(&self, info: &str, body: &str) -> Called {
        self.write(
            "guide.md",
            &format!("# Guide\n\n```asyncio {info}\n{body}\n```\n"),
        );
        self.call(&["check", "guide.md"])
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}
