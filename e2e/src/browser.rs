//! A browser with nothing in it that was kept before, without a window that anyone sees.

use std::sync::Arc;

use anyhow::{Context, Result, bail};
use fantoccini::wd::{Capabilities, WindowHandle};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use xtask::server::{Server, Site};

use crate::command::Post;
use crate::driver::{Driver, Session};
use crate::engine::{BrowserEngine, Launch, engine};
use crate::shared::Place;
use crate::{Page, before, firefox, shared};

/// A browser that has no page yet. It ends, or another test can have it, when it, or its page, is dropped.
pub struct Browser {
    engine: BrowserEngine,
    client: Client,
    session: Session,
}

impl Browser {
    /// One of the [`engine`], 1280 × 900 pixels large and light. In Chromium, tests have browsers in turn, and
    /// each a context of its own there, with its own storage, caches, permissions and workers.
    ///
    /// # Errors
    /// When the driver or the browser does not start.
    pub async fn start() -> Result<Browser> {
        let engine = engine()?;
        let Some(program) = shared::program(engine) else {
            return Browser::start_with(&[]).await;
        };
        let (place, driver, launch) = shared::place(program)?;
        Browser::connect(engine, driver, launch, Some(place)).await
    }

    /// Starts one of its own, with more arguments.
    ///
    /// # Errors
    /// When the driver or the browser does not start.
    pub async fn start_with(arguments: &[&str]) -> Result<Browser> {
        let engine = engine()?;
        let launch = Launch::of(engine, arguments)?;
        let driver = Arc::new(Driver::start(&launch)?);
        Browser::connect(engine, driver, launch, None).await
    }

    async fn connect(
        engine: BrowserEngine,
        driver: Arc<Driver>,
        launch: Launch,
        place: Option<Place>,
    ) -> Result<Browser> {
        let wanted: Capabilities = serde_json::from_value(launch.capabilities)?;
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted)
            .connect(&driver.url())
            .await
            .with_context(|| format!("{engine} did not start"))?;
        let page = place.as_ref().map(|place| place.visit().page.clone());
        let id = client.session_id().await?;
        let browser = Browser {
            engine,
            client,
            session: Session { id, driver, place },
        };
        if let Some(page) = page {
            let page = WindowHandle::try_from(page)?;
            browser.client.switch_to_window(page).await?;
        }
        if engine == BrowserEngine::Chromium {
            browser.run_first(before::WATCH).await?;
        }
        browser.resize(1280, 900).await?;
        if engine != BrowserEngine::Webkit {
            browser.dark(false).await?;
        }
        Ok(browser)
    }

    /// The engine that it is of.
    pub fn engine(&self) -> BrowserEngine {
        self.engine
    }

    /// Lets each page of a site that is opened in this browser begin with a script.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn before_each_page(
        &self,
        site: Site,
        name: &'static str,
        script: &'static str,
    ) -> Result<Site> {
        if self.engine != BrowserEngine::Chromium {
            return Ok(before::begins_with(site, name, script));
        }
        self.run_first(script).await?;
        Ok(site)
    }

    async fn run_first(&self, script: &str) -> Result<()> {
        let source = json!({ "source": script });
        self.devtools("Page.addScriptToEvaluateOnNewDocument", source)
            .await?;
        Ok(())
    }

    /// Opens a path of a site, once all of its files have loaded.
    ///
    /// # Errors
    /// When the browser cannot load it.
    pub async fn open(self, site: &Server, path: &str) -> Result<Page> {
        self.open_address(&site.url(path)).await
    }

    /// Opens any address.
    ///
    /// # Errors
    /// When the browser cannot load it.
    pub async fn open_address(self, address: &str) -> Result<Page> {
        let page = Page::new(self);
        page.go(address).await?;
        Ok(page)
    }

    /// Makes the page this large, in CSS pixels. WebKitGTK's window is never narrower than 450 pixels, and
    /// its bars are within the height.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        match self.engine {
            BrowserEngine::Chromium => {
                let size = json!({
                    "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
                });
                self.devtools("Emulation.setDeviceMetricsOverride", size)
                    .await?;
            }
            BrowserEngine::Firefox => firefox::resize(&self.client, width, height).await?,
            BrowserEngine::Webkit => self.client.set_window_size(width, height).await?,
        }
        Ok(())
    }

    /// Lets the reader prefer a dark page, or a light one.
    ///
    /// # Errors
    /// As [`prefer`](Browser::prefer).
    pub async fn dark(&self, dark: bool) -> Result<()> {
        let scheme = if dark { "dark" } else { "light" };
        self.prefer(&[("prefers-color-scheme", scheme)]).await
    }

    /// Sets what media queries find, such as `("prefers-reduced-motion", "reduce")`, in place of
    /// what was set before.
    ///
    /// # Errors
    /// When the engine cannot, for which a test says `needs!(Media)`.
    pub async fn prefer(&self, features: &[(&str, &str)]) -> Result<()> {
        match self.engine {
            BrowserEngine::Chromium => {
                let features: Vec<Value> = features
                    .iter()
                    .map(|(name, value)| json!({ "name": name, "value": value }))
                    .collect();
                let features = json!({ "features": features });
                self.devtools("Emulation.setEmulatedMedia", features)
                    .await?;
                Ok(())
            }
            BrowserEngine::Firefox => firefox::prefer(&self.client, features).await,
            BrowserEngine::Webkit => bail!(
                "{} cannot set media features; say `needs!(Media)`",
                self.engine
            ),
        }
    }

    /// Calls the DevTools protocol.
    ///
    /// # Errors
    /// When the browser refuses, or the engine has none, for which a test says `needs!(Devtools)`.
    pub async fn devtools(&self, method: &str, parameters: Value) -> Result<Value> {
        if self.engine != BrowserEngine::Chromium {
            bail!("{} has no {method}; say `needs!(Devtools)`", self.engine);
        }
        let mut parameters = parameters;
        if let Some(place) = &self.session.place
            && method.starts_with("Browser.")
        {
            // What is of the whole browser is of this test's part of it.
            parameters["browserContextId"] = json!(place.visit().context);
        }
        self.client
            .issue_cmd(Post::devtools(method, parameters))
            .await
            .with_context(|| format!("{method} failed"))
    }

    /// The WebDriver client, for what is not wrapped here.
    pub fn client(&self) -> &Client {
        &self.client
    }
}
