//! The page under test: a site whose documents can be delayed or blocked, and helpers that read the element.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::Result;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use coroscope_e2e::{Browser, Page, sites};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::watch;
use xtask::server::{Server, Site};

/// Prefix of selectors for the shadow root of the page's element.
pub(crate) const SHADOW: &str = "coro-scope >>> ";

/// Defines `crash(element)`, which provokes a panic: the element is called while it draws, and its state is borrowed then.
pub(crate) const CRASH: &str = "window.crash = (element) => {
        const rows = element.shadowRoot.querySelector('.rows');
        Object.defineProperty(rows, 'clientWidth', { get() {
            element.stop();
            throw new WebAssembly.RuntimeError('unreachable');
        } });
        element.seek(0);
    };";
/// The message of such a panic.
pub(crate) const PANIC: &str = "already borrowed";

/// A lane as drawn, in its own pixels.
#[derive(Debug, Deserialize)]
pub(crate) struct Lane {
    pub(crate) name: String,
    pub(crate) state: String,
    pub(crate) cap: String,
    pub(crate) from: f64,
    pub(crate) to: f64,
}

/// The documents of the site. They can be delayed or blocked, and record their requests.
#[derive(Clone)]
pub(crate) struct Docs {
    open: watch::Sender<bool>,
    delays: Arc<BTreeMap<String, Duration>>,
    requested: Arc<Mutex<Vec<String>>>,
}

impl Docs {
    /// Documents that answer at once, except those listed here with their delays in milliseconds.
    pub(crate) fn with_delays(delays: &[(&str, u64)]) -> Docs {
        let delay = |(name, ms): &(&str, u64)| (format!("{name}.txt"), Duration::from_millis(*ms));
        Docs {
            open: watch::Sender::new(true),
            delays: Arc::new(delays.iter().map(delay).collect()),
            requested: Arc::default(),
        }
    }

    /// Documents that answer at once.
    pub(crate) fn quick() -> Docs {
        Docs::with_delays(&[])
    }

    /// Documents that do not answer before [`release`](Docs::release).
    pub(crate) fn blocked() -> Docs {
        let docs = Docs::quick();
        docs.block();
        docs
    }

    pub(crate) fn block(&self) {
        self.open.send_replace(false);
    }

    pub(crate) fn release(&self) {
        self.open.send_replace(true);
    }

    /// The names of the documents requested so far.
    pub(crate) fn requested(&self) -> Vec<String> {
        self.requests().clone()
    }

    fn requests(&self) -> MutexGuard<'_, Vec<String>> {
        self.requested
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of words in all documents requested so far.
    pub(crate) fn words_requested(&self) -> usize {
        let words = |name: &String| {
            let text = std::fs::read_to_string(document(name)).unwrap_or_default();
            text.split_whitespace().count()
        };
        self.requested().iter().map(words).sum()
    }

    /// The site with these documents.
    pub(crate) fn site(&self) -> Result<Site> {
        let docs = Router::new().route("/docs/{name}", get(answer));
        Ok(sites::dist()?.routes(docs.with_state(self.clone())))
    }

    /// A page of that site, whose lesson was started. A link to a moment starts it by itself; scripts wait.
    pub(crate) async fn open(&self, fragment: &str) -> Result<Scope> {
        let scope = self.open_idle(fragment).await?;
        if !runs_by_itself(fragment) && !fragment.starts_with("#script") {
            scope.start().await?;
        }
        Ok(scope)
    }

    /// A page of that site, as a reader finds it.
    pub(crate) async fn open_idle(&self, fragment: &str) -> Result<Scope> {
        Scope::open(self.site()?, &format!("index.html{fragment}")).await
    }
}

async fn answer(State(docs): State<Docs>, Path(name): Path<String>) -> Result<String, StatusCode> {
    let text = tokio::fs::read_to_string(document(&name))
        .await
        .map_err(|_| StatusCode::NOT_FOUND)?;
    docs.requests().push(name.clone());
    let mut open = docs.open.subscribe();
    // If the sender is gone, the test is over.
    let _ = open.wait_for(|open| *open).await;
    if let Some(delay) = docs.delays.get(&name) {
        tokio::time::sleep(*delay).await;
    }
    Ok(text)
}

fn document(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../www/docs")
        .join(name)
}

/// Whether the playground runs the lesson of this fragment without a click: to show a moment of it.
fn runs_by_itself(fragment: &str) -> bool {
    fragment.contains("?at=") || fragment.contains("&at=")
}

/// A page with an element on it.
pub(crate) struct Scope {
    pub(crate) page: Page,
    pub(crate) server: Server,
}

impl Scope {
    pub(crate) async fn open(site: Site, path: &str) -> Result<Scope> {
        Scope::open_in(Browser::start().await?, site, path).await
    }

    pub(crate) async fn open_in(browser: Browser, site: Site, path: &str) -> Result<Scope> {
        let site = Scope::with_helpers(&browser, site).await?;
        let server = site.start().await?;
        let page = browser.open(&server, path).await?;
        Ok(Scope { page, server })
    }

    /// Adds the tests' helper functions to the pages of a site.
    pub(crate) async fn with_helpers(browser: &Browser, site: Site) -> Result<Site> {
        let helpers = include_str!("helpers.js");
        browser.inject_script(site, "helpers", helpers).await
    }

    /// Waits until a run has ended and is drawn. Its status must be `done`, `failed` or `stopped`, as expected.
    pub(crate) async fn wait_for_end(&self, expected: &str) -> Result<()> {
        // Wait for any end: with another status than expected, the test must fail at once.
        const OVER: [&str; 3] = ["done", "failed", "stopped"];
        let over = format!("{OVER:?}.includes(runStatus())");
        // A part whose size changed is drawn again in the next frame.
        let drawn =
            "await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))";
        loop {
            self.page.wait_until(&over).await?;
            self.page.run(drawn).await?;
            let (found, words): (String, String) =
                self.page.eval("[runStatus(), text('.run-status')]").await?;
            // The status may have been that of the run before.
            if OVER.contains(&&*found) {
                assert_eq!(found, expected, "{words}");
                return Ok(());
            }
        }
    }

    /// Changes the fragment, starts the lesson, and waits until its run has started.
    pub(crate) async fn go(&self, fragment: &str) -> Result<()> {
        let begun: u32 = self.page.eval("runs.begun").await?;
        let hash = json!(fragment);
        self.page
            .run(&format!(
                "await new Promise((next) => {{
                    addEventListener('hashchange', next, {{ once: true }});
                    location.hash = {hash};
                }})"
            ))
            .await?;
        if !runs_by_itself(fragment) {
            self.start().await?;
        }
        self.page.wait_until(&format!("runs.begun > {begun}")).await
    }

    /// Presses Run in the playground, once it shows the lesson of its address.
    pub(crate) async fn start(&self) -> Result<()> {
        self.page
            .wait_until(
                "document.querySelector('.rail [aria-current]') && all('button.run').length > 0",
            )
            .await?;
        self.page.run("all('button.run')[0].click()").await
    }

    /// Clicks Run, and waits until the run has started.
    pub(crate) async fn run_again(&self) -> Result<()> {
        let begun: u32 = self.page.eval("runs.begun").await?;
        self.page.click(&format!("{SHADOW}button.run")).await?;
        self.page.wait_until(&format!("runs.begun > {begun}")).await
    }

    /// Clicks "More settings".
    pub(crate) async fn open_settings(&self) -> Result<()> {
        let more = format!("{SHADOW}.settings .more");
        self.page.click(&more).await
    }

    /// Shows the program in `Python` or in `Rust`.
    pub(crate) async fn show_language(&self, name: &str) -> Result<()> {
        let button = format!("all('.code button').find((it) => it.textContent === '{name}')");
        self.page.run(&format!("{button}.click()")).await?;
        let is_pressed = format!("{button}.getAttribute('aria-pressed') === 'true'");
        self.page.wait_until(&is_pressed).await
    }

    pub(crate) async fn lanes(&self) -> Result<Vec<Lane>> {
        self.page.eval("lanes()").await
    }

    pub(crate) async fn printed(&self) -> Result<Vec<String>> {
        self.page.eval("printed()").await
    }

    /// The console has no error or warning, and there was no violation of the policy.
    pub(crate) async fn is_clean(&self) -> Result<()> {
        assert_eq!(self.page.problems().await?, Vec::<String>::new());
        Ok(())
    }
}

pub(crate) fn names(lanes: &[Lane]) -> Vec<&str> {
    lanes.iter().map(|lane| lane.name.as_str()).collect()
}

/// The states of the lanes, each once.
pub(crate) fn states(lanes: &[Lane]) -> Vec<&str> {
    let mut states: Vec<&str> = lanes.iter().map(|lane| lane.state.as_str()).collect();
    states.sort_unstable();
    states.dedup();
    states
}
