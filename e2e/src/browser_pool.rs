//! A pool of Chromium processes. A test takes an idle one or starts another, so there are never more processes than
//! concurrent tests.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::Result;
use serde_json::json;
use xtask::browser_engine::BrowserEngine;

use crate::chromium::{Chromium, Tab};
use crate::driver::Driver;
use crate::launch::{CHROMIUM, Launch};

static IDLE: Mutex<Vec<Chromium>> = Mutex::new(Vec::new());

/// The driver of all of them.
static DRIVER: Mutex<Option<Arc<Driver>>> = Mutex::new(None);

/// A new tab in one of the browsers. Dropping it returns the browser to the pool.
pub(crate) struct Lease {
    /// `None` once it is returned.
    chromium: Option<Chromium>,
    tab: Tab,
}

/// The browser program, if the engine supports sharing and the program is on PATH.
pub(crate) fn program(engine: BrowserEngine) -> Option<PathBuf> {
    match engine {
        BrowserEngine::Chromium if cfg!(unix) => engine.headless_browser(),
        _ => None,
    }
}

/// Takes a browser from the pool, and returns the lease, the driver, and the capabilities that connect to the browser.
pub(crate) fn lease(program: PathBuf) -> Result<(Lease, Arc<Driver>, Launch)> {
    let mut launch = Launch::new(BrowserEngine::Chromium, &[])?;
    let driver = driver(&launch)?;
    let idle = lock(&IDLE).pop();
    let mut chromium = match idle {
        Some(chromium) => chromium,
        None => Chromium::start(&program, &CHROMIUM)?,
    };
    let tab = chromium.open_tab()?;
    let options = json!({ "debuggerAddress": chromium.address() });
    launch.capabilities["goog:chromeOptions"] = options;
    let lease = Lease {
        chromium: Some(chromium),
        tab,
    };
    Ok((lease, driver, launch))
}

fn driver(launch: &Launch) -> Result<Arc<Driver>> {
    let mut driver = lock(&DRIVER);
    if let Some(driver) = &*driver {
        return Ok(Arc::clone(driver));
    }
    let started = Arc::new(Driver::start(launch)?);
    Ok(Arc::clone(driver.insert(started)))
}

impl Lease {
    pub(crate) fn tab(&self) -> &Tab {
        &self.tab
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        // If the tab cannot be closed, the browser is killed instead of reused.
        if let Some(mut chromium) = self.chromium.take()
            && chromium.close_tab(&self.tab).is_ok()
        {
            lock(&IDLE).push(chromium);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
