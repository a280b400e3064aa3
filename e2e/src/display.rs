//! A screen in memory, for a browser that draws on a screen only.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use anyhow::{Context, Result, bail};

use crate::process::watched;

/// An Xvfb of our own, which ends when it is dropped.
pub(crate) struct Display {
    child: Child,
    number: String,
}

impl Display {
    pub(crate) fn start() -> Result<Display> {
        let mut child = watched("Xvfb".as_ref())
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
            bail!("Xvfb ended before it had a screen");
        }
        Ok(display)
    }

    /// What `DISPLAY` must be.
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
