//! Packages that a script imports, which the page fetches from its own site.

use anyhow::Result;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;

use super::editor::{has_editor, open, run_script};
use crate::element::host::count_requests;
use crate::scope::{Docs, Scope};

const RETRIES: &str = "import asyncio
from tenacity import retry, wait_fixed

tries = []

@retry(wait=wait_fixed(60))
async def connect():
    tries.append(1)
    if len(tries) < 3:
        raise ConnectionError
    print('connected', len(tries))

asyncio.run(connect())
";
const PATH: &str = "/script/packages/tenacity-9.2.1.whl";

#[tokio::test]
async fn a_package_is_fetched_when_a_script_imports_it() -> Result<()> {
    let scope = open().await?;
    assert_eq!(count_requests(&scope, ".whl").await?, 0);
    let status = run_script(&scope, RETRIES, "done").await?;
    assert!(status.starts_with("Done in 120 s"), "{status}");
    assert_eq!(scope.printed().await?, ["connected 3"]);
    scope.is_clean().await
}

/// A page on a site that answers a request for the wheel in another way.
async fn with_route(route: Router) -> Result<Scope> {
    let site = Docs::quick().site()?.routes(route);
    let scope = Scope::open(site, "index.html#script?clock=virtual").await?;
    has_editor(&scope).await?;
    Ok(scope)
}

#[tokio::test]
async fn a_damaged_or_missing_package_is_reported_and_the_next_run_works() -> Result<()> {
    let damaged = Router::new().route(PATH, get(|| async { "not a wheel" }));
    let missing = Router::new().route(PATH, get(|| async { StatusCode::NOT_FOUND }));
    for (route, reason) in [
        (damaged, "tenacity-9.2.1.whl is damaged"),
        (missing, "tenacity-9.2.1.whl could not be fetched: 404"),
    ] {
        let scope = with_route(route).await?;
        let status = run_script(&scope, RETRIES, "failed").await?;
        assert!(
            status.contains(reason) && status.contains("(line 2)"),
            "{status}"
        );
        run_script(&scope, "print('next')\n", "done").await?;
        assert_eq!(scope.printed().await?, ["next"]);
    }
    Ok(())
}
