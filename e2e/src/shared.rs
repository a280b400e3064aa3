//! The Chromiums of this process, which tests use one after the other: a test that begins takes one that no test
//! has, or starts one more, so that there are no more of them than tests at a time.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};

use anyhow::Result;
use serde_json::json;
use xtask::browser_engine::BrowserEngine;

use crate::chromium::{Chromium, Visit};
use crate::driver::Driver;
use crate::engine::{CHROMIUM, Launch};

static IDLE: Mutex<Vec<Chromium>> = Mutex::new(Vec::new());

/// The one that drives them all.
static DRIVER: Mutex<Option<Arc<Driver>>> = Mutex::new(None);

/// A place in one of them, with nothing in it. When it is dropped, the next test can have the browser.
pub(crate) struct Place {
    /// None once it is given back.
    chromium: Option<Chromium>,
    visit: Visit,
}

/// The program that can be shared, where there is one. Elsewhere than on PATH, only its driver finds it.
pub(crate) fn program(engine: BrowserEngine) -> Option<PathBuf> {
    match engine {
        BrowserEngine::Chromium if cfg!(unix) => engine.browser(),
        _ => None,
    }
}

/// A place, and the driver and what to ask it for to be there.
pub(crate) fn place(program: PathBuf) -> Result<(Place, Arc<Driver>, Launch)> {
    let mut launch = Launch::of(BrowserEngine::Chromium, &[])?;
    let driver = driver(&launch)?;
    let idle = held(&IDLE).pop();
    let mut chromium = match idle {
        Some(chromium) => chromium,
        None => Chromium::start(&program, &CHROMIUM)?,
    };
    let visit = chromium.visit()?;
    let options = json!({ "debuggerAddress": chromium.address() });
    launch.capabilities["goog:chromeOptions"] = options;
    let place = Place {
        chromium: Some(chromium),
        visit,
    };
    Ok((place, driver, launch))
}

fn driver(launch: &Launch) -> Result<Arc<Driver>> {
    let mut driver = held(&DRIVER);
    if let Some(driver) = &*driver {
        return Ok(Arc::clone(driver));
    }
    let started = Arc::new(Driver::start(launch)?);
    Ok(Arc::clone(driver.insert(started)))
}

impl Place {
    pub(crate) fn visit(&self) -> &Visit {
        &self.visit
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // One that does not forget a test is ended, and not given to another.
        if let Some(mut chromium) = self.chromium.take()
            && chromium.leave(&self.visit).is_ok()
        {
            held(&IDLE).push(chromium);
        }
    }
}

fn held<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(|held| held.into_inner())
}
