//! A Chromium that is told through a pipe what to open. It gives each test a context of its own: nothing is in
//! it that was kept before, and all of it is gone with it.

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

/// How long it may take to start, and to answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// What chromedriver starts it with, less what concerns its first window: there is none.
const ARGUMENTS: [&str; 20] = [
    "--allow-pre-commit-input",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-client-side-phishing-detection",
    "--disable-default-apps",
    // The last three prepare what no test needs: lists below the address bar, a process for the next page.
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
    // The one that drivers connect to.
    "--remote-debugging-port=0",
    "--test-type=webdriver",
    "--use-mock-keychain",
];

/// It reads from 3, writes to 4, and ends when 3 is closed. Then its profile is removed.
const PIPED: &str = "
    \"$@\" 3<&0 4>&1 </dev/null >/dev/null
    rm -rf \"$0\"
";

pub(crate) struct Chromium {
    child: Child,
    to: ChildStdin,
    from: Receiver<Value>,
    /// What drivers connect to.
    address: String,
    calls: u64,
}

/// What one test has of it: a context, and a page in it.
#[derive(Clone)]
pub(crate) struct Visit {
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
            .args(["-c", PIPED])
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
            // Ctrl-C ends this process, and with it the pipe; the profile is removed then, too.
            command.process_group(0);
        }
        let program = program.display();
        let mut child =
            (command.spawn()).with_context(|| format!("could not start `{program}`"))?;
        let (Some(to), Some(answers), Some(log)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            bail!("`{program}` has no pipes");
        };
        let address = announced(log).with_context(|| format!("`{program}` did not start"))?;
        Ok(Chromium {
            child,
            to,
            from: received(answers),
            address,
            calls: 0,
        })
    }

    /// Opens an empty page in a context of its own.
    pub(crate) fn visit(&mut self) -> Result<Visit> {
        let context = self.call("Target.createBrowserContext", &json!({}))?;
        let context = id(&context, "browserContextId")?;
        let wanted = json!({
            "url": "about:blank", "browserContextId": context,
            "newWindow": true, "width": 1280, "height": 900,
        });
        let page = id(&self.call("Target.createTarget", &wanted)?, "targetId")?;
        Ok(Visit { context, page })
    }

    /// Closes all pages of a context and forgets what they kept.
    pub(crate) fn leave(&mut self, visit: &Visit) -> Result<()> {
        let context = json!({ "browserContextId": visit.context });
        self.call("Target.disposeBrowserContext", &context)?;
        Ok(())
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    fn call(&mut self, method: &str, parameters: &Value) -> Result<Value> {
        self.calls += 1;
        let call = json!({ "id": self.calls, "method": method, "params": parameters });
        write!(self.to, "{call}\0")?;
        self.to.flush()?;
        loop {
            let mut answer = (self.from.recv_timeout(PATIENCE))
                .with_context(|| format!("Chromium did not answer {method}"))?;
            if answer["id"] != self.calls {
                continue; // An event, or what came too late.
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

/// A text of an answer.
fn id(answer: &Value, name: &str) -> Result<String> {
    let id = answer[name].as_str();
    let id = id.with_context(|| format!("no {name} in {answer}"))?;
    Ok(id.to_owned())
}

/// The address that a browser names in its log.
fn announced(log: impl Read + Send + 'static) -> Result<String> {
    let mut lines = BufReader::new(log).lines();
    let mut said = Vec::new();
    while let Some(Ok(line)) = lines.next() {
        if let Some((_, rest)) = line.split_once("DevTools listening on ws://")
            && let Some((address, _)) = rest.split_once('/')
        {
            // A browser that goes on writing must not stop for a pipe that nobody reads.
            thread::spawn(move || lines.for_each(drop));
            return Ok(address.to_owned());
        }
        said.push(line);
    }
    bail!("it ended after it said:\n{}", said.join("\n"))
}

/// The messages, each of which ends with a zero.
fn received(answers: impl Read + Send + 'static) -> Receiver<Value> {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        for message in BufReader::new(answers).split(0) {
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
