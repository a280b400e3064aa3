//! A page with a recording in it, opened from the disk.

use std::fs;

use anyhow::{Result, ensure};
use coroscope_e2e::{Browser, Page, needs};
use serde_json::json;

use super::{Folder, python};

const RECORDING: &str = include_str!("../element/programs/before.json");

/// Writes the page, lets `change` change its text, and opens it from the disk.
async fn open(name: &str, change: impl FnOnce(String) -> String) -> Result<(Page, Folder)> {
    let folder = Folder::new(name)?;
    fs::write(folder.0.join("shop.coro.json"), RECORDING)?;
    let made = python(&folder.0)
        .args(["-m", "coroscope", "html", "shop.coro.json"])
        .status()?;
    ensure!(made.success(), "the page was not written");
    let file = folder.0.join("shop.html");
    fs::write(&file, change(fs::read_to_string(&file)?))?;
    let browser = Browser::start().await?;
    let helpers = json!({ "source": include_str!("../helpers.js") });
    browser
        .devtools("Page.addScriptToEvaluateOnNewDocument", helpers)
        .await?;
    let url = format!("file://{}", file.display());
    Ok((browser.open_url(&url).await?, folder))
}

#[tokio::test]
async fn a_page_from_the_disk_shows_its_recording_and_requests_nothing() -> Result<()> {
    needs!(Devtools);
    let (page, _folder) = open("whole", |text| text).await?;
    page.wait_until("runStatus() === 'done'").await?;
    assert_eq!(
        page.eval::<String>("document.title").await?,
        "shop.py · Coroscope"
    );
    assert_eq!(page.eval::<String>("text('.title')").await?, "shop.py");
    let status: String = page.eval("text('.run-status')").await?;
    assert!(!status.contains("shop.py"), "{status}");
    // The code with its marks, and a finding.
    page.wait_until("text('.code li code').includes('A shop')")
        .await?;
    page.wait_until("texts('.findings .advice').some((it) => it.includes('asyncio.to_thread'))")
        .await?;
    assert!(page.eval::<bool>("lanes().length > 3").await?);
    // Nothing of a lesson, and no link that leads nowhere.
    let visible = "['.sentence', '.question', '.guesses', '.settings', '.after', 'button.run', 'button.stop']
        .filter((part) => all(part).some((it) => it.checkVisibility() && it.getClientRects()[0].height > 0))";
    assert_eq!(
        page.eval::<Vec<String>>(visible).await?,
        Vec::<String>::new()
    );
    assert!(page.eval::<bool>("all('.menu .link')[0].disabled").await?);
    let links = "all('a[href]').filter((it) => it.checkVisibility()).map((it) => it.href)";
    assert_eq!(page.eval::<Vec<String>>(links).await?, Vec::<String>::new());
    let requests = "performance.getEntriesByType('resource').map((it) => it.name.slice(0, 60))";
    assert_eq!(
        page.eval::<Vec<String>>(requests).await?,
        Vec::<String>::new()
    );
    assert_eq!(page.problems().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn what_is_recorded_cannot_become_markup() -> Result<()> {
    needs!(Devtools);
    let folder = Folder::new("markup")?;
    let evil = "</title></script><img src=x onerror=alert(1)>";
    let recording = RECORDING.replacen("shop.py", evil, 1);
    fs::write(folder.0.join("a.coro.json"), recording)?;
    let made = python(&folder.0)
        .args(["-m", "coroscope", "html", "a.coro.json", "-o", "a.html"])
        .status()?;
    ensure!(made.success(), "the page was not written");
    let page = Browser::start().await?;
    let url = format!("file://{}", folder.0.join("a.html").display());
    let page = page.open_url(&url).await?;
    let has_run =
        "document.querySelector('coro-scope').shadowRoot?.querySelector('[data-status=done]')";
    page.wait_until(has_run).await?;
    assert_eq!(
        page.eval::<String>("document.title").await?,
        format!("{evil} · Coroscope")
    );
    assert_eq!(
        page.eval::<u32>("document.querySelectorAll('img').length")
            .await?,
        0
    );
    assert_eq!(page.problems().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn a_damaged_page_says_what_is_wrong() -> Result<()> {
    needs!(Devtools);
    let damage = |text: String| {
        let begin = text.find("data-name=").unwrap_or_default() + 2_000;
        format!("{}AAAA{}", &text[..begin], &text[begin + 4..])
    };
    let (page, _folder) = open("damaged", damage).await?;
    let problem = "document.querySelector('body > .problem')";
    page.wait_until(&format!("{problem}.checkVisibility()"))
        .await?;
    let words: String = page.eval(&format!("{problem}.textContent")).await?;
    assert!(words.contains("can’t be unpacked"), "{words}");
    // What can be unpacked but is no recording is reported by the element.
    let folder = Folder::new("other")?;
    let damaged = RECORDING.replacen("\"events\":[", "\"events\":[7,", 1);
    assert_ne!(damaged, RECORDING);
    fs::write(folder.0.join("a.coro.json"), damaged)?;
    let made = python(&folder.0)
        .args(["-m", "coroscope", "html", "a.coro.json"])
        .status()?;
    ensure!(made.success(), "the page was not written");
    page.go(&format!("file://{}", folder.0.join("a.html").display()))
        .await?;
    page.wait_until("text('.problem').includes('a.coro.json was not opened.')")
        .await?;
    Ok(())
}
