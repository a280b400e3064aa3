//! The page under test: a site whose documents the test can hold back, and what the element shows.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};
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

/// The inside of the page's element, before a selector.
pub const IN: &str = "coro-scope >>> ";

/// A lane as it is drawn, in pixels of the lanes.
#[derive(Debug, Deserialize)]
pub struct Lane {
    pub name: String,
    pub state: String,
    pub cap: String,
    pub from: f64,
    pub to: f64,
}

/// The documents of the site, which answer when the test lets them, and note who was asked for.
#[derive(Clone)]
pub struct Docs {
    open: watch::Sender<bool>,
    delays: Arc<BTreeMap<String, Duration>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Docs {
    /// Documents that answer at once, but for those that are named here, in milliseconds.
    pub fn with_delays(delays: &[(&str, u64)]) -> Docs {
        let delay = |(name, ms): &(&str, u64)| (format!("{name}.txt"), Duration::from_millis(*ms));
        Docs {
            open: watch::Sender::new(true),
            delays: Arc::new(delays.iter().map(delay).collect()),
            asked: Arc::default(),
        }
    }

    /// Documents that answer at once.
    pub fn quick() -> Docs {
        Docs::with_delays(&[])
    }

    /// Documents that do not answer before [`release`](Docs::release).
    pub fn held() -> Docs {
        let docs = Docs::quick();
        docs.hold();
        docs
    }

    pub fn hold(&self) {
        self.open.send_replace(false);
    }

    pub fn release(&self) {
        self.open.send_replace(true);
    }

    /// What was asked for so far.
    pub fn asked(&self) -> Vec<String> {
        self.noted().clone()
    }

    fn noted(&self) -> MutexGuard<'_, Vec<String>> {
        self.asked.lock().unwrap_or_else(|held| held.into_inner())
    }

    /// The words of all that was asked for so far.
    pub fn words_asked_for(&self) -> usize {
        let words = |name: &String| {
            let text = std::fs::read_to_string(document(name)).unwrap_or_default();
            text.split_whitespace().count()
        };
        self.asked().iter().map(words).sum()
    }

    /// The site with these documents.
    pub fn site(&self) -> Result<Site> {
        let docs = Router::new().route("/docs/{name}", get(answer));
        Ok(sites::dist()?.routes(docs.with_state(self.clone())))
    }

    /// A page of that site.
    pub async fn open(&self, fragment: &str) -> Result<Scope> {
        Scope::open(self.site()?, &format!("index.html{fragment}")).await
    }
}

async fn answer(State(docs): State<Docs>, Path(name): Path<String>) -> Result<String, StatusCode> {
    let text = tokio::fs::read_to_string(document(&name))
        .await
        .map_err(|_| StatusCode::NOT_FOUND)?;
    docs.noted().push(name.clone());
    let mut open = docs.open.subscribe();
    // The test is over where the sender is gone.
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

/// A page with an element on it.
pub struct Scope {
    pub page: Page,
    pub server: Server,
}

impl Scope {
    pub async fn open(site: Site, path: &str) -> Result<Scope> {
        Scope::open_in(Browser::start().await?, site, path).await
    }

    pub async fn open_in(browser: Browser, site: Site, path: &str) -> Result<Scope> {
        let site = Scope::with_helpers(&browser, site).await?;
        let server = site.start().await?;
        let page = browser.open(&server, path).await?;
        Ok(Scope { page, server })
    }

    /// A site whose pages have the functions that the tests call.
    pub async fn with_helpers(browser: &Browser, site: Site) -> Result<Site> {
        let helpers = include_str!("helpers.js");
        browser.inject_script(site, "helpers", helpers).await
    }

    /// Waits until a run is over, drawn and told as this: `done`, `failed` or `stopped`.
    pub async fn stands(&self, stand: &str) -> Result<()> {
        // A run that ended otherwise must not be waited for in vain.
        let over = "['done', 'failed', 'stopped'].includes(stand())";
        self.page.wait_until(over).await?;
        let found: String = self.page.eval("stand()").await?;
        let words: String = self.page.eval("text('.stand')").await?;
        assert_eq!(found, stand, "{words}");
        // A part that has another size by then is drawn anew in the frame after.
        let drawn =
            "await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))";
        self.page.run(drawn).await
    }

    /// Goes to another fragment and waits until the run that follows from it has begun.
    pub async fn go(&self, fragment: &str) -> Result<()> {
        let begun: u32 = self.page.eval("runs.begun").await?;
        let fragment = json!(fragment);
        self.page
            .run(&format!("location.hash = {fragment}"))
            .await?;
        self.page.wait_until(&format!("runs.begun > {begun}")).await
    }

    /// Clicks Run and waits until the run has begun.
    pub async fn run_again(&self) -> Result<()> {
        let begun: u32 = self.page.eval("runs.begun").await?;
        self.page.click(&format!("{IN}button.run")).await?;
        self.page.wait_until(&format!("runs.begun > {begun}")).await
    }

    pub async fn lanes(&self) -> Result<Vec<Lane>> {
        self.page.eval("lanes()").await
    }

    pub async fn printed(&self) -> Result<Vec<String>> {
        self.page.eval("printed()").await
    }

    /// Nothing stands on the console, and the policy forbade nothing.
    pub async fn is_clean(&self) -> Result<()> {
        assert_eq!(self.page.problems().await?, Vec::<String>::new());
        Ok(())
    }
}

pub fn names(lanes: &[Lane]) -> Vec<&str> {
    lanes.iter().map(|lane| lane.name.as_str()).collect()
}

/// The states of the lanes, each once.
pub fn states(lanes: &[Lane]) -> Vec<&str> {
    let mut states: Vec<&str> = lanes.iter().map(|lane| lane.state.as_str()).collect();
    states.sort_unstable();
    states.dedup();
    states
}
