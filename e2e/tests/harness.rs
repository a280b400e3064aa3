//! Tests of the harness: it reports errors, warnings and policy violations, and sets sizes.

use std::env;
use std::future::pending;
use std::process::{Command, Stdio};
use std::thread::yield_now;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use coroscope_e2e::{Browser, needs, sites};

#[tokio::test]
async fn errors_warnings_and_violations_of_the_policy_are_problems() -> Result<()> {
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
    let file = env::temp_dir().join(format!("coroscope-{}.png", std::process::id()));
    page.screenshot(&file).await?;
    let picture = std::fs::read(&file)?;
    std::fs::remove_file(&file)?;
    assert!(picture.starts_with(b"\x89PNG"));
    Ok(())
}

#[tokio::test]
#[ignore = "the test below starts it, and kills it"]
async fn runs_a_browser_until_it_is_killed() -> Result<()> {
    let _browser = Browser::start().await?;
    pending().await
}

#[test]
fn when_a_test_is_killed_its_browser_ends_and_its_profile_is_removed() -> Result<()> {
    needs!(Devtools);
    let mut tests = Command::new(env::current_exe()?)
        .args(["--ignored", "--exact"])
        .arg("harness::runs_a_browser_until_it_is_killed")
        .stdout(Stdio::null())
        .spawn()?;
    let profile = env::temp_dir().join(format!("coroscope-browser-{}-0", tests.id()));
    let began = Instant::now();
    let wait_until = |there: bool| {
        while profile.exists() != there {
            ensure!(began.elapsed() < Duration::from_secs(120), "no change");
            yield_now();
        }
        Ok(())
    };
    let started = wait_until(true);
    tests.kill()?;
    tests.wait()?;
    started?;
    // The profile is removed after the browser has exited.
    wait_until(false)
}

#[tokio::test]
async fn a_browser_has_no_data_of_the_test_before() -> Result<()> {
    needs!(Devtools);
    let site = sites::dist()?.start().await?;
    let found = "(async () => [document.cookie, localStorage.one ?? '', history.length,
        (await caches.keys()).length, (await indexedDB.databases()).length, innerWidth])()";
    for _ in 0..2 {
        let page = Browser::start().await?.open(&site, "index.html").await?;
        let found: (String, String, u32, u32, u32, u32) = page.eval(found).await?;
        assert_eq!(found, (String::new(), String::new(), 2, 0, 0, 1280));
        page.resize(800, 600).await?;
        page.run(
            "document.cookie = 'one=1';
            localStorage.one = 1;
            await caches.open('one');
            await new Promise((next) => { indexedDB.open('one').onsuccess = next; });
            history.pushState(null, '', '#one')",
        )
        .await?;
    }
    Ok(())
}
