//! A virtual display, for a browser without a headless mode.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use anyhow::{Context, Result, bail};

use crate::process::supervised;

/// An Xvfb process, which is killed when this is dropped.
pub(crate) struct Display {
    child: Child,
    number: String,
}

impl Display {
    pub(crate) fn start() -> Result<Display> {
        let mut child = supervised("Xvfb".as_ref())
            .args(["-displayfd", "1", "-screen", "0", "2880x1800x24"])
            .args(["-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("could not start `Xvfb`; `cargo xtask test webkit` installs it")?;
        let stdout = child.stdout.take().context("Xvfb has no output")?;
        let mut number = String::new();
        let read = BufReader::new(stdout).read_line(&mut number);
        let display = Display {
            child,
            number: number.trim().to_owned(),
        };
        read?;
        if display.number.is_empty() {
            bail!("Xvfb exited before it opened a display");
        }
        Ok(display)
    }

    /// The value for the variable `DISPLAY`.
    pub(crate) fn name(&self) -> String {
        format!(":{}", self.number)
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
