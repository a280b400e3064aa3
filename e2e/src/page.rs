//! An open page in a browser.

use std::fs;
use std::ops::Deref;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::command::Post;
use crate::{Browser, BrowserEngine};

/// How long a condition may take to become true before a test fails: on a machine with twenty busy processes per core,
/// a minute was too short.
const TIMEOUT_MS: u32 = 240_000;
/// How often a page may navigate while an expression is evaluated.
const MOST_NAVIGATIONS: usize = 10;

/// A page. It derefs to its [`Browser`].
pub struct Page {
    browser: Browser,
    /// All problems so far: the browser reports each only once.
    problems: Mutex<Vec<String>>,
}

impl Page {
    pub(crate) fn new(browser: Browser) -> Page {
        Page {
            browser,
            problems: Mutex::default(),
        }
    }

    /// Goes to another URL.
    ///
    /// # Errors
    /// When the browser cannot load it.
    pub async fn go(&self, url: &str) -> Result<()> {
        if self.engine() != BrowserEngine::Chromium {
            // The page records the problems, and they are lost when it unloads.
            self.collect_recorded().await?;
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
        let script = format!("return ({expression});");
        for _ in 0..MOST_NAVIGATIONS {
            let value = self.client().execute(&script, Vec::new()).await;
            let value = value.with_context(|| format!("could not evaluate `{expression}`"))?;
            match serde_json::from_value(value.clone()) {
                Ok(value) => return Ok(value),
                // When the page navigates, Firefox aborts the script: there is no value.
                Err(_) if value.is_null() && self.engine() == BrowserEngine::Firefox => {}
                Err(why) => {
                    return Err(why).with_context(|| {
                        format!("`{expression}` was {value}, which is of another type")
                    });
                }
            }
        }
        bail!("`{expression}` had no value")
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
    /// When it throws, or stays falsy for four minutes. The error contains the page's problems.
    pub async fn wait_until(&self, condition: &str) -> Result<()> {
        let holds = match self.engine() {
            BrowserEngine::Firefox => self.ask_until(condition).await?,
            _ => {
                let script = format!(
                    "(async () => {{
                        const end = performance.now() + {TIMEOUT_MS};
                        while (!({condition})) {{
                            if (performance.now() > end) return false;
                            await new Promise((next) => setTimeout(next, 10));
                        }}
                        return true;
                    }})()"
                );
                loop {
                    match self.eval(&script).await {
                        // WebKit aborts the script when the page navigates.
                        Err(error) if format!("{error:#}").contains("before the unload event") => {}
                        ended => break ended?,
                    }
                }
            }
        };
        if !holds {
            let problems = self.problems().await?;
            bail!("`{condition}` did not become true; the page's problems: {problems:#?}");
        }
        Ok(())
    }

    /// Evaluates a condition until it holds. In Firefox, a script that waits in the page may hang when the page navigates:
    /// its timers stop with the old document.
    async fn ask_until(&self, condition: &str) -> Result<bool> {
        let end = Instant::now() + Duration::from_millis(TIMEOUT_MS.into());
        let script = format!("(async () => Boolean({condition}))()");
        while Instant::now() < end {
            match self.eval(&script).await {
                Ok(true) => return Ok(true),
                Ok(false) => tokio::time::sleep(Duration::from_millis(20)).await,
                Err(error) if format!("{error:#}").contains("Document was unloaded") => {}
                Err(error) => return Err(error),
            }
        }
        Ok(false)
    }

    /// Errors and warnings on the console since the browser started, and violations of the content security policy of the
    /// current page.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn problems(&self) -> Result<Vec<String>> {
        let mut problems = if self.engine() == BrowserEngine::Chromium {
            let entries = self.client().issue_cmd(Post::log()).await?;
            let entries = entries.as_array().into_iter().flatten();
            self.collect(entries.filter_map(problem))
        } else {
            self.collect_recorded().await?
        };
        let violations: Vec<String> = self.eval("window.policyViolations ?? []").await?;
        problems.extend(violations);
        Ok(problems)
    }

    /// Adds the problems that the page recorded, and returns all so far. A page from a file records none.
    async fn collect_recorded(&self) -> Result<Vec<String>> {
        let recorded = "(window.consoleProblems ?? []).splice(0)";
        let recorded: Vec<String> = self.eval(recorded).await?;
        Ok(self.collect(recorded))
    }

    fn collect(&self, problems: impl IntoIterator<Item = String>) -> Vec<String> {
        let mut collected = (self.problems.lock()).unwrap_or_else(PoisonError::into_inner);
        collected.extend(problems);
        collected.clone()
    }

    /// Writes a screenshot of the viewport to a PNG file.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn screenshot(&self, file: impl AsRef<Path>) -> Result<()> {
        self.capture(file.as_ref(), false).await
    }

    /// Writes a screenshot of the whole page, beyond the viewport, to a PNG file.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn full_page_screenshot(&self, file: impl AsRef<Path>) -> Result<()> {
        self.capture(file.as_ref(), true).await
    }

    async fn capture(&self, file: &Path, full_page: bool) -> Result<()> {
        let write = |picture: &[u8]| {
            fs::write(file, picture).with_context(|| format!("could not write {}", file.display()))
        };
        if self.engine() != BrowserEngine::Chromium && !full_page {
            return write(&self.client().screenshot().await?);
        }
        let mut parameters = json!({ "format": "png" });
        if full_page {
            let metrics = self.devtools("Page.getLayoutMetrics", json!({})).await?;
            let size = &metrics["cssContentSize"];
            parameters["captureBeyondViewport"] = json!(true);
            parameters["clip"] = json!({
                "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1,
            });
        }
        let answer = self.devtools("Page.captureScreenshot", parameters).await?;
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

/// The text of a console entry, if it is a warning or an error.
fn problem(entry: &Value) -> Option<String> {
    let level = entry["level"].as_str()?;
    let message = entry["message"].as_str()?;
    matches!(level, "SEVERE" | "WARNING").then(|| format!("{level} {message}"))
}
