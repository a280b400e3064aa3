//! `examples/your-app`: an app that uses Coroscope as a crate and shows the timeline of its own futures.

use anyhow::Result;
use axum::Router;
use axum::http::StatusCode;
use axum::response::Html;
use axum::routing::get;
use coroscope_e2e::{Browser, Page, needs, sites};
use xtask::server::{Server, Site};

use crate::scope::CRASH;

mod crash;

/// The shadow root of the element that shows the app's program.
const ROOT: &str = "document.querySelector('coro-scope')?.shadowRoot";
/// The button in the corner.
const BUTTON: &str = "body > div > button";
/// The files of the element that were fetched.
const FETCHED: &str = "performance.getEntriesByType('resource').map((it) => it.name)
    .filter((it) => it.includes('/coroscope/'))";

async fn open_closed(site: Site) -> Result<(Page, Server)> {
    let site = site.start().await?;
    let page = Browser::start().await?.open(&site, "index.html").await?;
    page.wait_until(&format!("document.querySelector('{BUTTON}') !== null"))
        .await?;
    Ok((page, site))
}

async fn show(page: &Page) -> Result<()> {
    page.wait_until(&format!("{ROOT}?.querySelector('.fold') != null"))
        .await
}

/// Opens the app's page and its timeline.
async fn open() -> Result<(Page, Server)> {
    let (page, site) = open_closed(sites::your_app()?).await?;
    page.click(BUTTON).await?;
    show(&page).await?;
    Ok((page, site))
}

async fn recording(page: &Page) -> Result<String> {
    page.eval("document.querySelector('coro-scope').recording()")
        .await
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
    let recording = recording(&page).await?;
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
async fn findings_are_shown_in_the_corner_while_the_app_runs() -> Result<()> {
    let (page, _site) = open().await?;
    search(&page, "tomato", "3 recipes").await?;
    // What the app calls when it shows a text keeps the thread busy.
    page.run(
        "const set = Object.getOwnPropertyDescriptor(Node.prototype, 'textContent').set;
         Object.defineProperty(document.querySelector('#status'), 'textContent', {
             get() { return this.firstChild?.data ?? ''; },
             set(text) {
                 for (const until = performance.now() + 200; performance.now() < until; );
                 set.call(this, text);
             },
         });",
    )
    .await?;
    search(&page, "basil", "1 recipe").await?;
    let first = format!("{ROOT}.querySelector('.first-finding')");
    page.wait_until(&format!("{first}.dataset.kind === 'blocked'"))
        .await?;
    assert!(
        page.eval::<bool>(&format!("{first}.checkVisibility()"))
            .await?
    );
    page.run(&format!("{first}.querySelector('button').click();"))
        .await?;
    let described = format!("{ROOT}.querySelector('.first-finding').textContent");
    assert!(page.eval::<String>(&described).await?.contains("search"));
    Ok(())
}

#[tokio::test]
async fn a_release_build_makes_no_tasks_of_the_console() -> Result<()> {
    let (page, _site) = open_closed(sites::your_app()?).await?;
    page.run("window.text = await (await fetch('your_app.js')).text();")
        .await?;
    assert!(
        page.eval::<bool>("window.text.includes('queueMicrotask')")
            .await?
    );
    assert!(
        !page
            .eval::<bool>("window.text.includes('createTask')")
            .await?
    );
    Ok(())
}

#[tokio::test]
async fn until_it_is_opened_nothing_is_fetched_but_everything_is_recorded() -> Result<()> {
    let (page, _site) = open_closed(sites::your_app()?).await?;
    search(&page, "tomato", "3 recipes").await?;
    assert_eq!(
        page.eval::<Vec<String>>(FETCHED).await?,
        Vec::<String>::new()
    );
    page.click(BUTTON).await?;
    show(&page).await?;
    page.wait_until("document.querySelector('coro-scope').toSVG()?.includes('read soup')")
        .await?;
    assert!(recording(&page).await?.contains("GET recipes/soup.txt"));
    assert!(!page.eval::<Vec<String>>(FETCHED).await?.is_empty());
    let buttons = format!("document.querySelectorAll('{BUTTON}').length");
    page.wait_until(&format!("{buttons} === 0")).await?;
    assert_eq!(page.problems().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn it_is_open_again_after_the_page_is_reloaded() -> Result<()> {
    let (page, site) = open().await?;
    page.go(&site.url("index.html?again")).await?;
    show(&page).await?;
    assert_eq!(page.problems().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn if_the_element_is_missing_the_corner_and_the_console_say_so_and_the_app_continues()
-> Result<()> {
    let gone = get(|| async { StatusCode::NOT_FOUND });
    let gone = Router::new().route("/coroscope/coro-scope.js", gone);
    let (page, _site) = open_closed(sites::your_app()?.routes(gone)).await?;
    page.click(BUTTON).await?;
    let alert = "body > div > [role=alert]";
    page.wait_until(&format!(
        "document.querySelector('{alert}').textContent !== ''"
    ))
    .await?;
    let message = page.text(alert).await?;
    for words in ["/coroscope/coro-scope.js did not load", "live::mount_from"] {
        assert!(message.contains(words), "{message}");
    }
    let problems = page.problems().await?;
    assert!(
        problems.iter().any(|it| it.contains("live::mount_from")),
        "{problems:?}"
    );
    assert!(
        page.eval(&format!("!document.querySelector('{BUTTON}').disabled"))
            .await?
    );
    search(&page, "onion", "3 recipes").await
}

#[tokio::test]
async fn a_crash_of_the_timeline_does_not_affect_the_app() -> Result<()> {
    let (page, _site) = open().await?;
    search(&page, "tomato", "3 recipes").await?;
    page.run(CRASH).await?;
    page.run("crash(document.querySelector('coro-scope'))")
        .await?;
    page.wait_until(&format!("{ROOT}.querySelector('.broken') !== null"))
        .await?;
    search(&page, "basil", "1 recipe").await?;
    page.run(&format!("{ROOT}.querySelector('.broken button').click();"))
        .await?;
    show(&page).await?;
    page.wait_until("document.querySelector('coro-scope').recording()?.includes('a newer search')")
        .await?;
    assert!(recording(&page).await?.contains("read soup"));
    Ok(())
}

#[tokio::test]
async fn an_element_that_the_page_places_waits_for_the_program() -> Result<()> {
    let html = r#"<!doctype html><html lang="en"><title>Recipes</title><link rel="icon" href="data:,">
        <script type="module" src="coroscope/coro-scope.js"></script>
        <input id="search"><p id="status"></p><ul id="found"></ul><input id="list">
        <coro-scope live view="timeline" loading="eager"></coro-scope></html>"#;
    let placed = Router::new().route("/placed.html", get(move || async move { Html(html) }));
    let site = sites::your_app()?.routes(placed).start().await?;
    let page = Browser::start().await?.open(&site, "placed.html").await?;
    let problem = format!("{ROOT}?.querySelector('.problem')?.textContent");
    page.wait_until(&format!("{problem}?.includes('live::begin()')"))
        .await?;
    page.run("await (await imported(new URL('your_app.js', document.baseURI))).default();")
        .await?;
    page.wait_until(&format!("{problem} === ''")).await?;
    search(&page, "tomato", "3 recipes").await?;
    page.wait_until("document.querySelector('coro-scope').toSVG()?.includes('read soup')")
        .await?;
    Ok(())
}

#[tokio::test]
async fn an_element_of_another_version_says_so() -> Result<()> {
    let (page, _site) = open_closed(sites::your_app()?).await?;
    page.run("window.coroscopePageLog.format = 1;").await?;
    page.click(BUTTON).await?;
    let problem = format!("{ROOT}?.querySelector('.problem')?.textContent");
    page.wait_until(&format!("{problem}?.includes('same version of Coroscope')"))
        .await
}
