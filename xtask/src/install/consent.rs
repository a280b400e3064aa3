//! The user's consent to change the system: asked for at a terminal, assumed without one.

use std::io::{self, IsTerminal, Write};
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::process::on_path;

/// Whether the user agreed in advance, by `--yes`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Consent {
    pub(crate) yes: bool,
}

impl Consent {
    /// Prints what will change and why. At a terminal, asks whether to go on.
    pub(crate) fn ask(self, what: &str, why: &str) -> Result<()> {
        eprintln!("  {what}\n  Why: {why}");
        if self.yes || !io::stdin().is_terminal() {
            return Ok(());
        }
        eprint!("  Go ahead? [Y/n] ");
        io::stderr().flush()?;
        let mut answer = String::new();
        io::stdin().read_line(&mut answer)?;
        match answer.trim() {
            "" | "y" | "Y" | "yes" => Ok(()),
            _ => bail!("stopped; nothing was changed"),
        }
    }
}

/// A command that runs as root, if that is possible.
pub(crate) fn as_root(program: &str) -> Option<Command> {
    if output_of("id", &["-u"]).is_some_and(|id| id.trim() == "0") {
        return Some(Command::new(program));
    }
    on_path("sudo")?;
    let mut sudo = Command::new("sudo");
    if output_of("sudo", &["-n", "true"]).is_some() {
        sudo.arg("-n");
    } else if !io::stdin().is_terminal() {
        return None;
    }
    sudo.arg(program);
    Some(sudo)
}

fn output_of(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
