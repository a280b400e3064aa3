//! `cargo xtask serve`: the site on the loopback, and a browser that shows it.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::server::Site;

/// What the caller of `serve` can choose.
pub(crate) struct Wishes {
    pub(crate) port: u16,
    pub(crate) open: bool,
    pub(crate) delay: Duration,
}

/// Serves until it is interrupted.
pub(crate) fn serve(dist: PathBuf, wishes: &Wishes) -> Result<()> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(serve_until_interrupted(dist, wishes))
}

async fn serve_until_interrupted(dist: PathBuf, wishes: &Wishes) -> Result<()> {
    let delay = wishes.delay;
    let server = Site::new(dist)
        .delay(move |path| {
            if path.starts_with("docs/") {
                delay
            } else {
                Duration::ZERO
            }
        })
        .start_on(wishes.port)
        .await
        .with_context(|| format!("could not listen on port {}", wishes.port))?;
    println!("Coroscope is at {}   (Ctrl-C stops it)", server.base());
    if wishes.open && webbrowser::open(server.base()).is_err() {
        println!("No browser found here: open the address in one.");
    }
    tokio::signal::ctrl_c().await?;
    Ok(())
}
