//! The output of trunk and wasm-pack loads like the site.

use anyhow::Result;
use coroscope_e2e::sites;

use crate::builds::{loads_without_problems, shows_a_lesson_in_a_frame};
use crate::examples::needs_tool;
use crate::examples::readme::trunk;

#[tokio::test]
async fn the_site_that_trunk_builds_loads() -> Result<()> {
    needs_tool!("trunk");
    loads_without_problems(sites::folder(&trunk()?)?, "").await?;
    Ok(())
}

#[tokio::test]
async fn the_site_that_trunk_builds_has_the_page_for_frames() -> Result<()> {
    needs_tool!("trunk");
    shows_a_lesson_in_a_frame(sites::folder(&trunk()?)?).await
}

#[tokio::test]
async fn the_package_that_wasm_pack_builds_loads() -> Result<()> {
    let page = loads_without_problems(sites::wasm_pack()?, "package.html").await?;
    page.wait_until("document.documentElement.dataset.loaded === 'yes'")
        .await
}
