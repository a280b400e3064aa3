//! A headless browser without data from earlier sessions.

use std::sync::Arc;

use anyhow::{Context, Result, bail};
use fantoccini::wd::{Capabilities, WindowHandle};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use xtask::server::{Server, Site};

use crate::browser_pool::Lease;
use crate::command::Post;
use crate::driver::Driver;
use crate::launch::{BrowserEngine, Launch, selected_engine};
use crate::session::Session;
use crate::{Page, browser_pool, firefox, injected_script};

/// A browser without a page. When it or its page is dropped, the browser ends or returns to the pool.
pub struct Browser {
    engine: BrowserEngine,
    client: Client,
    session: Session,
}

impl Browser {
    /// Starts a browser of the [`selected_engine`] with a viewport of 1280 × 900 pixels and a light color scheme. Tests
    /// share Chromium processes; each test gets a separate browser context, with its own storage, caches, permissions and
    /// workers.
    ///
    /// # Errors
    /// When the driver or the browser does not start.
    pub async fn start() -> Result<Browser> {
        let engine = selected_engine()?;
        let Some(program) = browser_pool::program(engine) else {
            return Browser::start_with(&[]).await;
        };
        let (lease, driver, launch) = browser_pool::lease(program)?;
        Browser::connect(engine, driver, launch, Some(lease)).await
    }

    /// Starts a new process with additional arguments.
    ///
    /// # Errors
    /// When the driver or the browser does not start.
    pub async fn start_with(arguments: &[&str]) -> Result<Browser> {
        let engine = selected_engine()?;
        let launch = Launch::new(engine, arguments)?;
        let driver = Arc::new(Driver::start(&launch)?);
        Browser::connect(engine, driver, launch, None).await
    }

    async fn connect(
        engine: BrowserEngine,
        driver: Arc<Driver>,
        launch: Launch,
        lease: Option<Lease>,
    ) -> Result<Browser> {
        let capabilities: Capabilities = serde_json::from_value(launch.capabilities)?;
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&driver.url())
            .await
            .with_context(|| format!("{engine} did not start"))?;
        let page = lease.as_ref().map(|lease| lease.tab().page.clone());
        let id = client.session_id().await?;
        let browser = Browser {
            engine,
            client,
            session: Session { id, driver, lease },
        };
        if let Some(page) = page {
            let page = WindowHandle::try_from(page)?;
            browser.client.switch_to_window(page).await?;
        }
        if engine == BrowserEngine::Chromium {
            browser.add_devtools_script(injected_script::WATCH).await?;
        }
        browser.resize(1280, 900).await?;
        if engine != BrowserEngine::Webkit {
            browser.dark(false).await?;
        }
        Ok(browser)
    }

    /// The engine.
    pub fn engine(&self) -> BrowserEngine {
        self.engine
    }

    /// Runs a script at the beginning of each page of a site in this browser.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn inject_script(
        &self,
        site: Site,
        name: &'static str,
        script: &'static str,
    ) -> Result<Site> {
        if self.engine != BrowserEngine::Chromium {
            return Ok(injected_script::inject(site, name, script));
        }
        self.add_devtools_script(script).await?;
        Ok(site)
    }

    async fn add_devtools_script(&self, script: &str) -> Result<()> {
        let source = json!({ "source": script });
        self.devtools("Page.addScriptToEvaluateOnNewDocument", source)
            .await?;
        Ok(())
    }

    /// Opens a path of a site, and waits until its files have loaded.
    ///
    /// # Errors
    /// When the browser cannot load it.
    pub async fn open(self, site: &Server, path: &str) -> Result<Page> {
        self.open_url(&site.url(path)).await
    }

    /// Opens any URL.
    ///
    /// # Errors
    /// When the browser cannot load it.
    pub async fn open_url(self, url: &str) -> Result<Page> {
        let page = Page::new(self);
        page.go(url).await?;
        Ok(page)
    }

    /// Sets the size of the viewport, in CSS pixels. WebKitGTK's window is never narrower than 450 pixels, and its height
    /// includes its toolbars.
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

    /// Sets `prefers-color-scheme` to dark or light.
    ///
    /// # Errors
    /// As [`prefer`](Browser::prefer).
    pub async fn dark(&self, dark: bool) -> Result<()> {
        let scheme = if dark { "dark" } else { "light" };
        self.prefer(&[("prefers-color-scheme", scheme)]).await
    }

    /// Emulates media features, such as `("prefers-reduced-motion", "reduce")`, and resets all others.
    ///
    /// # Errors
    /// When the engine does not support that. Such a test begins with `needs!(Media)`.
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
                "{} cannot emulate media features; begin the test with `needs!(Media)`",
                self.engine
            ),
        }
    }

    /// Calls a method of the DevTools protocol.
    ///
    /// # Errors
    /// When the call fails, or the engine has no such protocol. Such a test begins with `needs!(Devtools)`.
    pub async fn devtools(&self, method: &str, parameters: Value) -> Result<Value> {
        if self.engine != BrowserEngine::Chromium {
            bail!(
                "{} has no {method}; begin the test with `needs!(Devtools)`",
                self.engine
            );
        }
        let mut parameters = parameters;
        if let Some(lease) = &self.session.lease
            && method.starts_with("Browser.")
        {
            // Calls for the whole browser apply only to the test's context.
            parameters["browserContextId"] = json!(lease.tab().context);
        }
        self.client
            .issue_cmd(Post::devtools(method, parameters))
            .await
            .with_context(|| format!("{method} failed"))
    }

    /// The WebDriver client, for calls without a method here.
    pub fn client(&self) -> &Client {
        &self.client
    }
}
