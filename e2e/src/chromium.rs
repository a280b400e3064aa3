//! A Chromium process that is controlled through a pipe. Each test gets a separate browser context, which starts without
//! data and is deleted with all its data.

use std::env;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

/// The time limit for a start and for an answer.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The arguments that chromedriver uses, without those for a first window, which is not opened.
const ARGUMENTS: [&str; 20] = [
    "--allow-pre-commit-input",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-client-side-phishing-detection",
    "--disable-default-apps",
    // The last three features prepare what no test needs: address bar popups, and a process for the next page.
    "--disable-features=IgnoreDuplicateNavs,Prewarm,WebUIOmniboxPopup,WebUIOmniboxAimPopup,\
     SpareRendererForSitePerProcess",
    "--disable-hang-monitor",
    "--disable-popup-blocking",
    "--disable-prompt-on-repost",
    "--enable-automation",
    "--enable-logging",
    "--log-level=0",
    "--no-default-browser-check",
    "--no-service-autorun",
    "--no-startup-window",
    "--password-store=basic",
    "--remote-debugging-pipe",
    // Drivers connect to this port.
    "--remote-debugging-port=0",
    "--test-type=webdriver",
    "--use-mock-keychain",
];

/// Chromium reads from file descriptor 3, writes to 4, and exits when 3 is closed. Then its profile is removed.
const SHELL_SCRIPT: &str = "
    \"$@\" 3<&0 4>&1 </dev/null >/dev/null
    rm -rf \"$0\"
";

pub(crate) struct Chromium {
    child: Child,
    stdin: ChildStdin,
    messages: Receiver<Value>,
    /// The address that drivers connect to.
    address: String,
    calls: u64,
}

/// A page in a browser context. Each test has one.
#[derive(Clone)]
pub(crate) struct Tab {
    pub context: String,
    pub page: String,
}

impl Chromium {
    pub(crate) fn start(program: &Path, more: &[&str]) -> Result<Chromium> {
        static STARTED: AtomicU32 = AtomicU32::new(0);
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let name = format!("coroscope-browser-{}-{number}", std::process::id());
        let profile = env::temp_dir().join(name);
        let mut command = Command::new("sh");
        command
            .args(["-c", SHELL_SCRIPT])
            .arg(&profile)
            .arg(program)
            .args(ARGUMENTS)
            .args(more)
            .arg(format!("--user-data-dir={}", profile.display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        #[cfg(unix)]
        {
            use std::os::unix::process::CommandExt;
            // A separate process group: Ctrl-C ends only this process, which closes the pipe, so the shell can still
            // remove the profile.
            command.process_group(0);
        }
        let program = program.display();
        let mut child =
            (command.spawn()).with_context(|| format!("could not start `{program}`"))?;
        let (Some(stdin), Some(stdout), Some(log)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            bail!("`{program}` has no pipes");
        };
        let address = find_address(log).with_context(|| format!("`{program}` did not start"))?;
        Ok(Chromium {
            child,
            stdin,
            messages: read_messages(stdout),
            address,
            calls: 0,
        })
    }

    /// Opens an empty page in a new browser context.
    pub(crate) fn open_tab(&mut self) -> Result<Tab> {
        let context = self.call("Target.createBrowserContext", &json!({}))?;
        let context = text_field(&context, "browserContextId")?;
        let parameters = json!({
            "url": "about:blank", "browserContextId": context,
            "newWindow": true, "width": 1280, "height": 900,
        });
        let page = text_field(&self.call("Target.createTarget", &parameters)?, "targetId")?;
        Ok(Tab { context, page })
    }

    /// Closes all pages of a context and deletes their data.
    pub(crate) fn close_tab(&mut self, tab: &Tab) -> Result<()> {
        let context = json!({ "browserContextId": tab.context });
        self.call("Target.disposeBrowserContext", &context)?;
        Ok(())
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    fn call(&mut self, method: &str, parameters: &Value) -> Result<Value> {
        self.calls += 1;
        let call = json!({ "id": self.calls, "method": method, "params": parameters });
        write!(self.stdin, "{call}\0")?;
        self.stdin.flush()?;
        loop {
            let mut answer = (self.messages.recv_timeout(TIMEOUT))
                .with_context(|| format!("Chromium did not answer {method}"))?;
            if answer["id"] != self.calls {
                continue; // An event, or an answer after its timeout.
            }
            if let Some(error) = answer.get("error") {
                bail!("{method}: {error}");
            }
            return Ok(answer["result"].take());
        }
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        self.call("Browser.close", &json!({})).ok();
        self.child.wait().ok();
    }
}

/// A string field of an answer.
fn text_field(answer: &Value, name: &str) -> Result<String> {
    let text = answer[name].as_str();
    let text = text.with_context(|| format!("no {name} in {answer}"))?;
    Ok(text.to_owned())
}

/// The address that a browser writes into its log.
fn find_address(log: impl Read + Send + 'static) -> Result<String> {
    let mut lines = BufReader::new(log).lines();
    let mut log_lines = Vec::new();
    while let Some(Ok(line)) = lines.next() {
        if let Some((_, rest)) = line.split_once("DevTools listening on ws://")
            && let Some((address, _)) = rest.split_once('/')
        {
            // Keep reading: otherwise the browser would block once the pipe is full.
            thread::spawn(move || lines.for_each(drop));
            return Ok(address.to_owned());
        }
        log_lines.push(line);
    }
    bail!("it exited after it wrote:\n{}", log_lines.join("\n"))
}

/// Reads messages that end with a zero byte.
fn read_messages(stdout: impl Read + Send + 'static) -> Receiver<Value> {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        for message in BufReader::new(stdout).split(0) {
            let Ok(message) = message else { break };
            let Ok(message) = serde_json::from_slice(&message) else {
                break;
            };
            if send.send(message).is_err() {
                break;
            }
        }
    });
    receive
}
