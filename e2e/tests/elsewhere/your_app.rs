//! `examples/your-app`: an app that uses Coroscope as a crate and shows the timeline of its own futures.

use anyhow::Result;
use axum::Router;
use axum::http::StatusCode;
use axum::response::Html;
use axum::routing::get;
use coroscope_e2e::{Browser, Page, needs, sites};
use xtask::server::{Server, Site};

use crate::scope::CRASH;

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

/// Removes a part of the app's page, without which the app panics, and makes it panic.
async fn make_it_panic(page: &Page) -> Result<()> {
    page.run("document.querySelector('#status').remove();")
        .await?;
    page.fill("#search", "basil").await
}

#[tokio::test]
async fn a_panic_of_the_app_is_reported_next_to_what_was_recorded() -> Result<()> {
    let (page, _site) = open().await?;
    search(&page, "tomato", "3 recipes").await?;
    make_it_panic(&page).await?;
    let problem = format!("{ROOT}.querySelector('.problem').textContent");
    page.wait_until(&format!("{problem}.includes('crashed')"))
        .await?;
    let problem: String = page.eval(&problem).await?;
    for words in ["Reload the page", "index.html has no #status", "page.rs"] {
        assert!(problem.contains(words), "{problem}");
    }
    let problems = page.problems().await?;
    assert!(
        problems.iter().any(|it| it.contains("program panicked")),
        "{problems:?}"
    );
    // What is shown now is the last seconds, with the turn in which the app panicked.
    page.wait_until(
        "document.querySelector('coro-scope').recording()?.includes('index.html has no #status')",
    )
    .await?;
    assert!(recording(&page).await?.contains("GET recipes/soup.txt"));
    Ok(())
}

/// What the black box says of the panic.
const LAST_TURN: [&str; 3] = [
    "“search” was running, for ",
    "A timer had woken it. Before that, it had waited for a timer, for ",
    "src/lib.rs, line ",
];

#[tokio::test]
async fn after_a_panic_the_last_seconds_are_kept_without_an_open_timeline() -> Result<()> {
    let (page, _site) = open_closed(sites::your_app()?).await?;
    search(&page, "tomato", "3 recipes").await?;
    make_it_panic(&page).await?;
    let alert = "document.querySelector('body > div > [role=alert]')";
    page.wait_until(&format!("{alert}.textContent.includes('crashed')"))
        .await?;
    let corner: String = page.eval(&format!("{alert}.textContent")).await?;
    let console = page.problems().await?.join("\n");
    for words in LAST_TURN {
        assert!(corner.contains(words), "{corner}");
        assert!(console.contains(words), "{console}");
    }
    // The button would call the program.
    let buttons = format!("document.querySelectorAll('{BUTTON}').length");
    assert_eq!(page.eval::<u32>(&buttons).await?, 0);
    // The app's own function and the page have the same recording. The app's policy lets no script read the link's.
    let link = format!("{alert}.querySelector('a[download]').href.startsWith('blob:')");
    assert!(page.eval::<bool>(&link).await?);
    let same: bool = page
        .eval(
            "(window.saved = window.coroscopePageLog.blackBox)
                === sessionStorage.getItem('your-app-crash')",
        )
        .await?;
    assert!(same);
    let saved: String = page.eval("window.saved").await?;
    for words in ["GET recipes/soup.txt", "index.html has no #status"] {
        assert!(saved.contains(words), "no {words}");
    }
    // An element that comes later shows it, too.
    page.run(
        "await imported(new URL('coroscope/coro-scope.js', document.baseURI));
         const late = document.createElement('coro-scope');
         late.setAttribute('live', '');
         late.setAttribute('loading', 'eager');
         document.body.append(late)",
    )
    .await?;
    page.wait_until("document.querySelector('coro-scope').toSVG()?.includes('read soup')")
        .await?;
    let status = format!("{ROOT}.querySelector('.run-status').textContent");
    assert!(page.eval::<String>(&status).await?.contains("Crashed"));
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

#[tokio::test]
async fn with_the_element_in_its_module_it_fetches_nothing_and_is_not_started_again_after_a_panic()
-> Result<()> {
    let (page, _site) = open_closed(sites::your_app_with_element()?).await?;
    page.click(BUTTON).await?;
    show(&page).await?;
    search(&page, "tomato", "3 recipes").await?;
    page.wait_until("document.querySelector('coro-scope').toSVG()?.includes('read soup')")
        .await?;
    assert_eq!(
        page.eval::<Vec<String>>(FETCHED).await?,
        Vec::<String>::new()
    );
    assert_eq!(page.problems().await?, Vec::<String>::new());
    make_it_panic(&page).await?;
    page.wait_until(&format!("{ROOT}.querySelector('.broken') !== null"))
        .await?;
    let message: String = page
        .eval(&format!("{ROOT}.querySelector('.broken').textContent"))
        .await?;
    assert!(message.contains("index.html has no #status"), "{message}");
    let elements = "document.querySelectorAll('coro-scope').length";
    assert_eq!(page.eval::<u32>(elements).await?, 1);
    Ok(())
}
