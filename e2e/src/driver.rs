//! A WebDriver server on a free port, which is killed when it is dropped.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::display::Display;
use crate::launch::{Launch, Port};
use crate::process::supervised;

/// The time limit for closing the browser.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// The time limit until the driver listens.
const START_TIMEOUT: Duration = Duration::from_secs(15);

static STARTING: Mutex<()> = Mutex::new(());

pub(crate) struct Driver {
    child: Child,
    port: u16,
    /// Dropped after the browser that uses it has exited.
    _display: Option<Display>,
}

impl Driver {
    pub(crate) fn start(launch: &Launch) -> Result<Driver> {
        // Two drivers must not get the same free port.
        let _one_at_a_time = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
        let display = launch.needs_display.then(Display::start).transpose()?;
        let program = launch.driver.display();
        let mut command = supervised(launch.driver.as_os_str());
        command
            .args(launch.arguments)
            .envs(launch.environment.iter().copied())
            .stdout(Stdio::piped());
        if launch.is_noisy {
            command.stderr(Stdio::null());
        }
        if let Some(display) = &display {
            command.env("DISPLAY", display.name());
        }
        let chosen = match launch.port {
            Port::PrintedAfter(_) => 0,
            Port::Assigned => free_port()?,
        };
        if chosen != 0 {
            command.arg(format!("--port={chosen}"));
        }
        let failed = || format!("could not start `{program}`; `cargo xtask test e2e` installs it");
        let mut driver = Driver {
            child: command.spawn().with_context(failed)?,
            port: chosen,
            _display: display,
        };
        match launch.port {
            Port::PrintedAfter(words) => {
                driver.port = driver.read_port(words).with_context(failed)?
            }
            Port::Assigned => driver.wait_until_it_listens().with_context(failed)?,
        }
        Ok(driver)
    }

    /// Reads the port from the driver's output.
    fn read_port(&mut self, words: &str) -> Result<u16> {
        let stdout = self
            .child
            .stdout
            .take()
            .context("the driver has no output")?;
        let mut lines = BufReader::new(stdout).lines();
        while let Some(line) = lines.next() {
            if let Some(port) = port_in(&line?, words) {
                // Keep reading: otherwise the driver would block once the pipe is full.
                thread::spawn(move || lines.for_each(drop));
                return Ok(port);
            }
        }
        bail!("the driver exited before it printed its port")
    }

    /// Waits until the driver accepts connections.
    fn wait_until_it_listens(&mut self) -> Result<()> {
        let begun = Instant::now();
        while let Err(error) = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)) {
            if let Some(status) = self.child.try_wait()? {
                bail!("the driver exited before it listened: {status}");
            }
            if error.kind() != ErrorKind::ConnectionRefused || begun.elapsed() > START_TIMEOUT {
                return Err(error).context("the driver does not listen");
            }
            thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Ends a session. The driver closes the browser if it started it.
    pub(crate) fn close(&self, session: &str) -> std::io::Result<()> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(CLOSE_TIMEOUT))?;
        write!(
            stream,
            "DELETE /session/{session} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n",
            self.port
        )?;
        // Read only the beginning: some drivers keep the connection open after the answer.
        let _ = stream.read(&mut [0; 256])?;
        Ok(())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?.port())
}

/// `ChromeDriver was started successfully on port 41234.` → 41234.
fn port_in(line: &str, words: &str) -> Option<u16> {
    let (_, port) = line.split_once(words)?;
    port.trim_end_matches('.').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_found_in_the_line_that_contains_it() {
        let words = "started successfully on port ";
        let line = "ChromeDriver was started successfully on port 41234.";
        assert_eq!(port_in(line, words), Some(41234));
        assert_eq!(port_in("Starting ChromeDriver 156 on port 0", words), None);
        let line = "1234\tgeckodriver\tINFO\tListening on 127.0.0.1:41234";
        assert_eq!(port_in(line, "Listening on 127.0.0.1:"), Some(41234));
    }
}
