//! `examples/your-app`: an app that uses Coroscope as a crate and shows the timeline of its own futures.

use anyhow::Result;
use coroscope_e2e::{Browser, Page, needs, sites};
use xtask::server::Server;

use crate::scope::{CRASH, PANIC};

/// The shadow root of the element that shows the app's program.
const ROOT: &str = "document.querySelector('coro-scope')?.shadowRoot";

async fn open() -> Result<(Page, Server)> {
    let site = sites::your_app()?.start().await?;
    let page = Browser::start().await?.open(&site, "index.html").await?;
    page.wait_until(&format!("{ROOT}?.querySelector('.fold') != null"))
        .await?;
    Ok((page, site))
}

/// Searches, and waits until the app shows the result.
async fn search(page: &Page, words: &str, found: &str) -> Result<()> {
    page.fill("#search", words).await?;
    page.wait_until(&format!(
        "document.querySelector('#status').textContent === '{found}'"
    ))
    .await
}

#[tokio::test]
async fn tasks_spawned_by_its_listeners_are_drawn_with_names_waits_and_cancellations() -> Result<()>
{
    let (page, _site) = open().await?;
    search(&page, "tomato", "3 recipes").await?;
    page.fill("#list", "basil").await?;
    page.wait_until("document.querySelector('#status').textContent === 'The list is saved.'")
        .await?;
    let drawn = "document.querySelector('coro-scope').toSVG()";
    page.wait_until(&format!("{drawn}.includes('save the list')"))
        .await?;
    let svg: String = page.eval(drawn).await?;
    for name in ["search", "read bread", "read soup", "save the list"] {
        assert!(svg.contains(name), "no {name}");
    }
    let recording: String = page
        .eval("document.querySelector('coro-scope').recording()")
        .await?;
    for words in ["GET recipes/soup.txt", "a newer search", "This page"] {
        assert!(recording.contains(words), "no {words}");
    }
    assert_eq!(page.problems().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn it_is_in_a_corner_and_can_be_folded() -> Result<()> {
    let (page, _site) = open().await?;
    search(&page, "onion", "3 recipes").await?;
    let corner = "(({ right, bottom, top, left }) =>
        [innerWidth - right, innerHeight - bottom, left, top].map(Math.round))
        (document.querySelector('coro-scope').getBoundingClientRect())";
    let [right, below, left, top]: [i32; 4] = page.eval(corner).await?;
    assert!((0..=20).contains(&right) && below == 0, "{right}, {below}");
    assert!(left >= 0 && top > 0, "{left}, {top}");
    let visible = |what: &str| format!("{ROOT}.querySelector('{what}').checkVisibility()");
    for gone in [".run", ".stop", ".settings", ".title", ".code"] {
        assert!(!page.eval::<bool>(&visible(gone)).await?, "{gone}");
    }
    assert!(page.eval::<bool>(&visible(".timeline")).await?);
    page.run(&format!("{ROOT}.querySelector('.fold').click();"))
        .await?;
    page.wait_until(&format!("!{}", visible(".timeline")))
        .await?;
    let [_, _, _, folded]: [i32; 4] = page.eval(corner).await?;
    assert!(folded > top + 100, "{folded}, {top}");
    // Events that happened meanwhile are drawn when it is unfolded.
    search(&page, "basil", "1 recipe").await?;
    page.run(&format!("{ROOT}.querySelector('.fold').click();"))
        .await?;
    page.wait_until(&visible(".timeline")).await?;
    assert_eq!(page.problems().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn it_works_with_reduced_motion() -> Result<()> {
    needs!(Media);
    let (page, _site) = open().await?;
    page.prefer(&[("prefers-reduced-motion", "reduce")]).await?;
    search(&page, "tomato", "3 recipes").await?;
    page.wait_until(&format!(
        "[...{ROOT}.querySelectorAll('.timeline .lane, .timeline [role=row]')].length > 0"
    ))
    .await?;
    assert_eq!(page.problems().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn a_panic_is_reported_and_the_apps_program_is_not_restarted() -> Result<()> {
    let (page, _site) = open().await?;
    page.run(CRASH).await?;
    page.run("crash(document.querySelector('coro-scope'))")
        .await?;
    page.wait_until(&format!("{ROOT}.querySelector('.broken') !== null"))
        .await?;
    let message: String = page
        .eval(&format!("{ROOT}.querySelector('.broken').textContent"))
        .await?;
    assert!(message.contains(PANIC), "{message}");
    let elements = "document.querySelectorAll('coro-scope').length";
    assert_eq!(page.eval::<u32>(elements).await?, 1);
    Ok(())
}
