//! What the end-to-end tests are written in: a site that is served, a browser, an open page.
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

mod engine;
mod needs;

mod process;

mod display;
mod driver;

mod chromium;
mod shared;

mod before;
mod command;
mod firefox;
mod input;

mod browser;
mod page;

pub use browser::Browser;
pub use engine::{BrowserEngine, engine};
pub use needs::{Need, is_left_out};
pub use page::Page;
