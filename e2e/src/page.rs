//! A page that is open in a browser of its own.

use std::fs;
use std::ops::Deref;
use std::path::Path;
use std::sync::Mutex;

use anyhow::{Context, Result, bail};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::command::Post;
use crate::{Browser, BrowserEngine};

/// How long a condition may take to come true before a test fails.
const PATIENCE_MS: u32 = 60_000;

/// A page, and all that its [`Browser`] can do.
pub struct Page {
    browser: Browser,
    /// What the console said; it is told once only.
    logged: Mutex<Vec<String>>,
}

impl Page {
    pub(crate) fn new(browser: Browser) -> Page {
        Page {
            browser,
            logged: Mutex::default(),
        }
    }

    /// Goes to another address.
    ///
    /// # Errors
    /// When the browser cannot load it.
    pub async fn go(&self, url: &str) -> Result<()> {
        if self.engine() != BrowserEngine::Chromium {
            // The page notes them, and goes.
            self.hear("(window.consoleProblems ?? []).splice(0)")
                .await?;
        }
        self.client()
            .goto(url)
            .await
            .with_context(|| format!("could not open {url}"))
    }

    /// The value of a JavaScript expression. A promise is awaited.
    ///
    /// # Errors
    /// When it throws, or its value is not a `T`.
    pub async fn eval<T: DeserializeOwned>(&self, expression: &str) -> Result<T> {
        let value = self
            .client()
            .execute(&format!("return ({expression});"), Vec::new())
            .await
            .with_context(|| format!("could not evaluate `{expression}`"))?;
        serde_json::from_value(value.clone())
            .with_context(|| format!("`{expression}` was {value}, which is of another type"))
    }

    /// Runs JavaScript statements.
    ///
    /// # Errors
    /// When they throw.
    pub async fn run(&self, statements: &str) -> Result<()> {
        let _: Value = self
            .eval(&format!("(async () => {{ {statements}; }})()"))
            .await?;
        Ok(())
    }

    /// Waits until a JavaScript expression is truthy.
    ///
    /// # Errors
    /// When it throws, or stays falsy for a minute; the error tells what the page's problems are.
    pub async fn wait_until(&self, condition: &str) -> Result<()> {
        self.wait_long_until(condition, PATIENCE_MS).await
    }

    /// [`wait_until`](Page::wait_until), for what takes longer than a minute on a slow machine.
    ///
    /// # Errors
    /// When it throws, or stays falsy for so many milliseconds.
    pub async fn wait_long_until(&self, condition: &str, patience_ms: u32) -> Result<()> {
        let asked = format!(
            "(async () => {{
                    const end = performance.now() + {patience_ms};
                    while (!({condition})) {{
                        if (performance.now() > end) return false;
                        await new Promise((next) => setTimeout(next, 10));
                    }}
                    return true;
                }})()"
        );
        let holds: bool = match self.eval::<Option<bool>>(&asked).await {
            Ok(Some(holds)) => holds,
            // Firefox does not go on in the page that comes, and has no value then, or this error.
            Ok(None) => self.eval(&asked).await?,
            Err(error) if format!("{error:#}").contains("Document was unloaded") => {
                self.eval(&asked).await?
            }
            Err(error) => return Err(error),
        };
        if !holds {
            let problems = self.problems().await?;
            bail!("`{condition}` did not come true; the page's problems: {problems:#?}");
        }
        Ok(())
    }

    /// Errors and warnings on the console since the browser began, and what the content policy
    /// of the page that is open forbade.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn problems(&self) -> Result<Vec<String>> {
        let mut problems = if self.engine() == BrowserEngine::Chromium {
            let fresh = self.client().issue_cmd(Post::log()).await?;
            let fresh = fresh.as_array().into_iter().flatten();
            self.logged(fresh.filter_map(problem))
        } else {
            // A page that is opened from a file has nothing that notes them.
            self.hear("(window.consoleProblems ?? []).splice(0)")
                .await?
        };
        let violations: Vec<String> = self.eval("window.policyViolations ?? []").await?;
        problems.extend(violations);
        Ok(problems)
    }

    /// What the page itself has noted, and everything before.
    async fn hear(&self, noted: &str) -> Result<Vec<String>> {
        let fresh: Vec<String> = self.eval(noted).await?;
        Ok(self.logged(fresh))
    }

    fn logged(&self, fresh: impl IntoIterator<Item = String>) -> Vec<String> {
        let mut logged = self.logged.lock().unwrap_or_else(|held| held.into_inner());
        logged.extend(fresh);
        logged.clone()
    }

    /// Writes what the window shows to a PNG file.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn screenshot(&self, file: impl AsRef<Path>) -> Result<()> {
        self.capture(file.as_ref(), false).await
    }

    /// Writes the page to a PNG file, with what one would have to scroll to.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn screenshot_of_all(&self, file: impl AsRef<Path>) -> Result<()> {
        self.capture(file.as_ref(), true).await
    }

    async fn capture(&self, file: &Path, all: bool) -> Result<()> {
        let write = |picture: &[u8]| {
            fs::write(file, picture).with_context(|| format!("could not write {}", file.display()))
        };
        if self.engine() != BrowserEngine::Chromium && !all {
            return write(&self.client().screenshot().await?);
        }
        let mut wanted = json!({ "format": "png" });
        if all {
            let metrics = self.devtools("Page.getLayoutMetrics", json!({})).await?;
            let size = &metrics["cssContentSize"];
            wanted["captureBeyondViewport"] = json!(true);
            wanted["clip"] = json!({
                "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1,
            });
        }
        let answer = self.devtools("Page.captureScreenshot", wanted).await?;
        let data = answer["data"].as_str().context("an empty screenshot")?;
        write(&BASE64_STANDARD.decode(data)?)
    }
}

impl Deref for Page {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        &self.browser
    }
}

/// A line of the console, if it is a warning or worse.
fn problem(entry: &Value) -> Option<String> {
    let level = entry["level"].as_str()?;
    let message = entry["message"].as_str()?;
    matches!(level, "SEVERE" | "WARNING").then(|| format!("{level} {message}"))
}
