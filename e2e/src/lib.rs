//! The harness of the end-to-end tests: serves a site, starts a browser, opens pages.
//!
//! ```no_run
//! # async fn test() -> anyhow::Result<()> {
//! use coroscope_e2e::{Browser, sites};
//!
//! let site = sites::dist()?.start().await?;
//! let page = Browser::start().await?.open(&site, "index.html#gather").await?;
//! page.wait_until("document.querySelector('coro-scope') !== null").await?;
//! let title: String = page.eval("document.title").await?;
//! assert!(title.starts_with("Coroscope"));
//! assert_eq!(page.problems().await?, Vec::<String>::new());
//! # Ok(())
//! # }
//! ```

pub mod sites;

mod launch;
mod needs;

mod process;

mod display;
mod driver;

mod browser_pool;
mod chromium;
mod session;

mod command;
mod firefox;
mod injected_script;
mod input;

mod browser;
mod page;

pub use browser::Browser;
pub use launch::{BrowserEngine, selected_engine};
pub use needs::{Feature, is_skipped};
pub use page::Page;
