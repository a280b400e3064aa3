//! Takes a picture of the built site. `cargo xtask shot` builds the site and calls this.

use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;
use coroscope_e2e::{Browser, sites};

/// Takes a picture of a page of the site in dist/.
#[derive(Parser)]
struct Wishes {
    /// A path within the site, or a fragment such as `#gather`.
    page: String,
    /// The PNG file to write.
    file: PathBuf,
    /// The window's width in CSS pixels.
    #[arg(long, default_value_t = 1280)]
    width: u32,
    /// The window's height in CSS pixels.
    #[arg(long, default_value_t = 900)]
    height: u32,
    /// As for a reader who prefers dark pages.
    #[arg(long)]
    dark: bool,
    /// The whole page, not only what fits the window.
    #[arg(long)]
    whole: bool,
    /// JavaScript statements to run once the page is loaded.
    #[arg(long, value_name = "JS")]
    run: Option<String>,
    /// A JavaScript expression to wait for before the picture is taken.
    #[arg(long, value_name = "JS")]
    until: Option<String>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let wishes = Wishes::parse();
    let site = sites::dist()?.start().await?;
    let browser = Browser::start().await?;
    browser.resize(wishes.width, wishes.height).await?;
    if wishes.dark {
        browser.dark(true).await?;
    }
    let page = browser.open(&site, &wishes.page).await?;
    if let Some(statements) = &wishes.run {
        page.run(statements).await?;
    }
    let until = wishes.until.as_deref().unwrap_or(LOADED);
    page.wait_until(until).await?;
    if wishes.whole {
        page.screenshot_of_all(&wishes.file).await?;
    } else {
        page.screenshot(&wishes.file).await?;
    }
    for problem in page.problems().await? {
        println!("The page has a problem: {problem}");
    }
    println!("{}", wishes.file.display());
    Ok(())
}

const LOADED: &str = "performance.getEntriesByType('resource')\
    .some((file) => file.name.endsWith('.wasm') && file.responseEnd > 0)";
