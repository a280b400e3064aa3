//! The harness sees what it is there to see: an error, a warning, a breach of the policy, a size.

use anyhow::Result;
use coroscope_e2e::{Browser, needs, sites};

#[tokio::test]
async fn errors_warnings_and_breaches_of_the_policy_are_problems() -> Result<()> {
    let site = sites::dist()?.start().await?;
    let page = Browser::start().await?.open(&site, "index.html").await?;
    page.run("console.warn('a warning')").await?;
    page.run("reportError(new Error('an error'))").await?;
    page.run("document.body.setAttribute('style', 'color: red')")
        .await?;
    page.wait_until("window.policyViolations.length > 0")
        .await?;
    let problems = page.problems().await?.join("\n");
    for expected in ["a warning", "an error", "style-src"] {
        assert!(
            problems.contains(expected),
            "no `{expected}` in:\n{problems}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_page_can_be_as_narrow_as_a_phone_and_dark() -> Result<()> {
    needs!(Narrow);
    needs!(Media);
    let site = sites::dist()?.start().await?;
    let browser = Browser::start().await?;
    browser.resize(360, 740).await?;
    browser.dark(true).await?;
    let page = browser.open(&site, "index.html").await?;
    assert_eq!(page.eval::<u32>("innerWidth").await?, 360);
    let dark = "matchMedia('(prefers-color-scheme: dark)').matches";
    assert!(page.eval::<bool>(dark).await?);
    let file = std::env::temp_dir().join(format!("coroscope-{}.png", std::process::id()));
    page.screenshot(&file).await?;
    let picture = std::fs::read(&file)?;
    std::fs::remove_file(&file)?;
    assert!(picture.starts_with(b"\x89PNG"));
    Ok(())
}
