//! An SVG picture that was rendered without a browser, as an `<img>` of a page.

use anyhow::{Context, Result};
use coroscope_e2e::{Browser, needs};
use std::path::Path;
use xtask::server::Site;

/// The background color of the picture: red, green, blue.
const BACKGROUND: &str = "(async () => {
    const image = document.querySelector('img');
    await image.decode();
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    return [...context.getImageData(3, 3, 1, 1).data].slice(0, 3);
})()";

#[tokio::test]
async fn a_picture_follows_the_systems_color_scheme() -> Result<()> {
    needs!(Media);
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let top = top.parent().context("e2e has no parent folder")?;
    let site = Site::new(top.join("pictures")).fallback(top.join("e2e/fixtures"));
    let site = site.start().await?;
    let page = Browser::start().await?.open(&site, "picture.html").await?;
    let light: [u8; 3] = page.eval(BACKGROUND).await?;
    page.dark(true).await?;
    page.go(&site.url("picture.html")).await?;
    let dark: [u8; 3] = page.eval(BACKGROUND).await?;
    assert!(light.iter().all(|part| *part > 200), "light: {light:?}");
    assert!(dark.iter().all(|part| *part < 60), "dark: {dark:?}");
    assert_eq!(page.problems().await?, Vec::<String>::new());
    Ok(())
}
