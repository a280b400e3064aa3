//! A headless Chromium with a fresh profile.

use anyhow::{Context, Result};
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use xtask::server::Server;

use crate::Page;
use crate::command::Post;
use crate::driver::Driver;

const ARGUMENTS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
];

/// Runs before a page's own scripts and notes what its content policy forbade.
const WATCH: &str = "
    window.policyViolations = [];
    document.addEventListener('securitypolicyviolation', (event) => {
        window.policyViolations.push(
            `${event.violatedDirective} forbade ${event.blockedURI || 'something inline'} ` +
            `(${event.sourceFile || 'no file'}:${event.lineNumber})`);
    });
";

/// A browser that has no page yet. It ends when it, or its page, is dropped.
pub struct Browser {
    client: Client,
    _driver: Driver,
}

impl Browser {
    /// Starts one, 1280 × 900 pixels large and light.
    ///
    /// # Errors
    /// When chromedriver or Chromium does not start.
    pub async fn start() -> Result<Browser> {
        Browser::start_with(&[]).await
    }

    /// Starts one with more arguments.
    ///
    /// # Errors
    /// When chromedriver or Chromium does not start.
    pub async fn start_with(arguments: &[&str]) -> Result<Browser> {
        let driver = Driver::start()?;
        let arguments = [&ARGUMENTS, arguments].concat();
        let wanted = json!({
            "goog:chromeOptions": { "args": arguments },
            "goog:loggingPrefs": { "browser": "ALL" },
            "timeouts": { "script": 60_000 },
        });
        let wanted: Capabilities = serde_json::from_value(wanted)?;
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted)
            .connect(&driver.url())
            .await
            .context("Chromium did not start")?;
        let browser = Browser {
            client,
            _driver: driver,
        };
        let watch = json!({ "source": WATCH });
        browser
            .devtools("Page.addScriptToEvaluateOnNewDocument", watch)
            .await?;
        browser.resize(1280, 900).await?;
        browser.dark(false).await?;
        Ok(browser)
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

    /// Makes the page this large, in CSS pixels.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        let size = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", size)
            .await?;
        Ok(())
    }

    /// Lets the reader prefer a dark page, or a light one.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn dark(&self, dark: bool) -> Result<()> {
        let scheme = if dark { "dark" } else { "light" };
        self.prefer(&[("prefers-color-scheme", scheme)]).await
    }

    /// Sets what media queries find, such as `("prefers-reduced-motion", "reduce")`, in place of
    /// what was set before.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn prefer(&self, features: &[(&str, &str)]) -> Result<()> {
        let features: Vec<Value> = features
            .iter()
            .map(|(name, value)| json!({ "name": name, "value": value }))
            .collect();
        self.devtools(
            "Emulation.setEmulatedMedia",
            json!({ "features": features }),
        )
        .await?;
        Ok(())
    }

    /// Calls the DevTools protocol.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn devtools(&self, method: &str, parameters: Value) -> Result<Value> {
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
