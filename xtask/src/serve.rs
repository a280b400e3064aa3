//! `cargo xtask serve`: serves the site on the loopback interface and opens it in the browser.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::server::Site;

/// The options of `cargo xtask serve`.
pub(crate) struct Args {
    pub(crate) port: u16,
    pub(crate) open: bool,
    pub(crate) delay: Duration,
}

/// Serves until the process is interrupted. Calls `started` with the address once the server listens.
pub(crate) fn serve(dist: PathBuf, args: &Args, started: impl FnOnce(&str)) -> Result<()> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(serve_until_interrupted(dist, args, started))
}

async fn serve_until_interrupted(
    dist: PathBuf,
    args: &Args,
    started: impl FnOnce(&str),
) -> Result<()> {
    let delay = args.delay;
    let server = Site::new(dist)
        .delay(move |path| {
            if path.starts_with("docs/") {
                delay
            } else {
                Duration::ZERO
            }
        })
        .start_on(args.port)
        .await
        .with_context(|| format!("could not listen on port {}", args.port))?;
    println!("Coroscope is at {}   (Ctrl-C stops it)", server.base());
    started(server.base());
    if args.open && webbrowser::open(server.base()).is_err() {
        println!("No browser was found. Open the address in a browser.");
    }
    tokio::signal::ctrl_c().await?;
    Ok(())
}
