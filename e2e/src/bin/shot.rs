//! Takes a screenshot of the built site. `cargo xtask shot` builds the site and runs this.

use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;
use coroscope_e2e::{Browser, sites};

/// Takes a screenshot of a page of the site in dist/.
#[derive(Parser)]
struct Args {
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
    /// Set `prefers-color-scheme` to dark.
    #[arg(long)]
    dark: bool,
    /// Capture the whole page, beyond the window.
    #[arg(long)]
    whole: bool,
    /// Don't press Run in the playground.
    #[arg(long)]
    idle: bool,
    /// JavaScript statements to run once the page is loaded.
    #[arg(long, value_name = "JS")]
    run: Option<String>,
    /// A JavaScript expression to wait for before the screenshot.
    #[arg(long, value_name = "JS")]
    until: Option<String>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let args = Args::parse();
    let site = sites::dist()?.start().await?;
    let browser = Browser::start().await?;
    browser.resize(args.width, args.height).await?;
    if args.dark {
        browser.dark(true).await?;
    }
    let page = browser.open(&site, &args.page).await?;
    if !args.idle {
        page.wait_until(HAS_RUN).await?;
        page.run(PRESS_RUN).await?;
    }
    if let Some(statements) = &args.run {
        page.run(statements).await?;
    }
    let until = args.until.as_deref().unwrap_or(LOADED);
    page.wait_until(until).await?;
    if args.whole {
        page.full_page_screenshot(&args.file).await?;
    } else {
        page.screenshot(&args.file).await?;
    }
    for problem in page.problems().await? {
        println!("The page has a problem: {problem}");
    }
    println!("{}", args.file.display());
    Ok(())
}

/// Whether the playground shows the lesson of its address. True in other pages.
const HAS_RUN: &str = "!document.querySelector('.rail') || (document.querySelector('.rail [aria-current]') \
    && document.querySelector('coro-scope').shadowRoot?.querySelector('button.run'))";

/// Runs the playground's lesson, unless a moment in the address has started it.
const PRESS_RUN: &str = "if (document.querySelector('.rail') && !/[?&]at=/.test(location.hash)) \
    document.querySelector('coro-scope').shadowRoot.querySelector('button.run').click()";

const LOADED: &str = "performance.getEntriesByType('resource')\
    .some((file) => file.name.endsWith('.wasm') && file.responseEnd > 0)";
