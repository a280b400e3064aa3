//! Recordings of programs that are not lessons: a shop whose stock keeper blocks the loop, recorded by the Python package,
//! and the same shop after that was cured.

use anyhow::Result;
use axum::Router;
use axum::routing::get;
use fantoccini::key::Key;

use super::host::{SCRIPT, page, routes};
use crate::scope::{Docs, SHADOW, Scope};

const BEFORE: &str = include_str!("programs/before.json");
const AFTER: &str = include_str!("programs/after.json");

/// The parts of a lesson, and of what can be run.
const LESSON_PARTS: [&str; 8] = [
    ".sentence",
    ".question",
    ".guesses",
    ".settings",
    ".after",
    ".plot",
    "button.run",
    "button.stop",
];

fn files() -> Router {
    let without_files = BEFORE.replace("\"coroscope\":5", "\"coroscope\":4");
    let long = format!("\"shop.py\": \"{}", "x = 1\\n".repeat(6_000));
    let long = BEFORE.replacen("\"shop.py\": \"", &long, 1);
    let other = BEFORE
        .replace("shop.py", "depot.py")
        .replace("warehouse.py", "trucks.py");
    let newer = BEFORE.replace("\"coroscope\":5", "\"coroscope\":99");
    Router::new()
        .route("/runs/before.json", get(|| async { BEFORE }))
        .route("/runs/after.json", get(|| async { AFTER }))
        .route("/runs/old.json", get(|| async { without_files }))
        .route("/runs/long.json", get(|| async { long }))
        .route("/runs/other.json", get(|| async { other }))
        .route("/runs/newer.json", get(|| async { newer }))
}

async fn open(src: &str) -> Result<Scope> {
    let body = format!(r#"<coro-scope src="runs/{src}" autoplay></coro-scope>"#);
    let site = Docs::quick().site()?.routes(routes(page(SCRIPT, &body)));
    Scope::open(site.routes(files()), "host.html").await
}

/// The parts of a lesson that are visible.
async fn lesson_parts(scope: &Scope) -> Result<Vec<String>> {
    let parts = serde_json::json!(LESSON_PARTS);
    scope
        .page
        .eval(&format!(
            "{parts}.filter((part) => all(part).some((it) => it.checkVisibility() && it.getClientRects()[0].height > 0))"
        ))
        .await
}

#[tokio::test]
async fn it_has_its_own_title_and_nothing_of_a_lesson() -> Result<()> {
    let scope = open("before.json").await?;
    scope.wait_for_end("done").await?;
    assert_eq!(
        scope.page.eval::<String>("text('.title')").await?,
        "shop.py"
    );
    assert_eq!(lesson_parts(&scope).await?, Vec::<String>::new());
    // It can't be run, whatever the page around it says.
    scope
        .page
        .run("document.querySelector('coro-scope').run(); document.querySelector('coro-scope').clock = 'virtual'")
        .await?;
    scope.page.wait_until("runStatus() === 'done'").await?;
    assert_eq!(scope.page.eval::<u32>("runs.begun").await?, 0);
    // A finding in the words of Python.
    let advice = "texts('.findings .advice').some((it) => it.includes('asyncio.to_thread'))";
    scope.page.wait_until(advice).await?;
    scope.is_clean().await
}

#[tokio::test]
async fn its_files_are_shown_with_the_tasks_at_their_lines() -> Result<()> {
    let scope = open("before.json").await?;
    scope.wait_for_end("done").await?;
    let page = &scope.page;
    let options = "[...all('.code .files')[0].options].map((it) => it.textContent).sort()";
    let names: Vec<String> = page.eval(options).await?;
    assert_eq!(names, ["shop.py", "warehouse.py"]);
    page.wait_until("text('.code li code').includes('A shop')")
        .await?;
    let is_shown = |file: &str, line: &str| {
        format!(
            "all('.code .files')[0].selectedOptions[0].textContent === '{file}' &&
             all('.code li.at').some((it) => it.querySelector('code').textContent.includes({line:?}))"
        )
    };
    // The selection leads from the file of the first wait to that of a later one.
    page.click(&format!("{SHADOW}.timeline-view")).await?;
    page.press(Key::Home).await?;
    page.press(Key::Down).await?;
    for wait in ["asyncio.sleep(0.01 * number)", "asyncio.sleep(0.02)"] {
        let file = if wait.contains("number") {
            "shop.py"
        } else {
            "warehouse.py"
        };
        let mut steps = 0;
        while !page.eval::<bool>(&is_shown(file, wait)).await? {
            assert!(steps < 20, "{wait} is never marked");
            page.press(Key::Right).await?;
            page.run("await new Promise(requestAnimationFrame); await new Promise(requestAnimationFrame)")
                .await?;
            steps += 1;
        }
    }
    let described: String = page.eval("text('.readout')").await?;
    assert!(described.contains("warehouse.py:"), "{described}");
    // The reader can choose the other file.
    page.run(
        "const list = all('.code .files')[0];
         list.selectedIndex = [...list.options].findIndex((it) => it.textContent === 'shop.py');
         list.dispatchEvent(new Event('change'))",
    )
    .await?;
    page.wait_until("text('.code li code').includes('A shop')")
        .await?;
    let lines: u32 = page.eval("all('.code li').length").await?;
    assert_eq!(lines, 28);
    scope.is_clean().await
}

#[tokio::test]
async fn without_its_files_there_is_no_program_panel() -> Result<()> {
    let scope = open("old.json").await?;
    scope.wait_for_end("done").await?;
    assert_eq!(
        scope.page.eval::<String>("text('.title')").await?,
        "shop.py"
    );
    let is_hidden: bool = scope
        .page
        .eval("all('.code').every((it) => it.hidden)")
        .await?;
    assert!(is_hidden);
    let widths: Vec<f64> = scope
        .page
        .eval("['.side', '.timeline'].map((part) => all(part)[0].getBoundingClientRect().width)")
        .await?;
    assert_eq!(
        widths[0], widths[1],
        "the panel below the timeline has its room"
    );
    scope.is_clean().await
}

#[tokio::test]
async fn a_newer_version_needs_a_newer_page() -> Result<()> {
    let scope = open("newer.json").await?;
    let is_shown = "text('.problem').includes('A newer Coroscope opens it.')";
    scope.page.wait_until(is_shown).await?;
    let problem: String = scope.page.eval("text('.problem')").await?;
    assert!(
        problem.contains("has version 99 of the format"),
        "{problem}"
    );
    assert_eq!(lesson_parts(&scope).await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn saved_again_it_is_the_same() -> Result<()> {
    let scope = open("before.json").await?;
    scope.wait_for_end("done").await?;
    let saved: String = scope
        .page
        .eval("document.querySelector('coro-scope').recording()")
        .await?;
    let saved: serde_json::Value = serde_json::from_str(&saved)?;
    let original: serde_json::Value = serde_json::from_str(BEFORE)?;
    for member in ["sources", "texts", "places", "events"] {
        assert_eq!(saved[member], original[member], "{member}");
    }
    assert_eq!(saved["meta"]["title"], "shop.py");
    Ok(())
}

#[tokio::test]
async fn two_recordings_of_a_program_are_compared() -> Result<()> {
    let scope = open("before.json").await?;
    scope.wait_for_end("done").await?;
    scope
        .page
        .run("document.querySelector('coro-scope').src = 'runs/after.json'")
        .await?;
    scope
        .page
        .wait_until("text('.feedback').includes('after.json')")
        .await?;
    scope.wait_for_end("done").await?;
    scope
        .page
        .wait_until("!all('.compare-before')[0].hasAttribute('data-nothing')")
        .await?;
    scope
        .page
        .click(&format!("{SHADOW}.compare-before button"))
        .await?;
    let heads = "texts('.compare th[scope=col]').join()";
    let both = "Earlier: before.json,This run: after.json,Change";
    scope
        .page
        .wait_until(&format!("{heads} === '{both}'"))
        .await?;
    assert_eq!(remarks(&scope).await?, Vec::<String>::new());
    scope.is_clean().await
}

/// What is said in the comparison besides its tables.
async fn remarks(scope: &Scope) -> Result<Vec<String>> {
    scope
        .page
        .eval("all('.compare .empty').filter((it) => !it.hidden).map((it) => it.textContent)")
        .await
}

#[tokio::test]
async fn recordings_of_different_programs_are_compared_with_a_remark() -> Result<()> {
    let scope = open("before.json").await?;
    scope.wait_for_end("done").await?;
    let page = &scope.page;
    page.run("document.querySelector('coro-scope').src = 'runs/other.json'")
        .await?;
    page.wait_until("text('.title') === 'depot.py'").await?;
    page.wait_until("text('.compare-before .what') === 'a recording of another program'")
        .await?;
    page.click(&format!("{SHADOW}.compare-before button"))
        .await?;
    page.wait_until("texts('.compare th[scope=col]')[0] === 'Earlier: shop.py'")
        .await?;
    let remarks = remarks(&scope).await?;
    assert_eq!(remarks.len(), 1);
    assert!(remarks[0].contains("different programs"), "{remarks:?}");
    scope.is_clean().await
}

#[tokio::test]
async fn a_long_file_says_how_much_of_it_is_shown() -> Result<()> {
    let scope = open("long.json").await?;
    scope.wait_for_end("done").await?;
    let page = &scope.page;
    page.wait_until("all('.code li').length === 5000").await?;
    let words: String = page.eval("text('.code .cut')").await?;
    assert!(
        words.starts_with("The file has 6028 lines, of which the first 5000 are shown here."),
        "{words}"
    );
    let is_shown = "all('.code .cut')[0].checkVisibility()";
    assert!(page.eval::<bool>(is_shown).await?);
    // The other file is shown as a whole.
    page.run(
        "const list = all('.code .files')[0];
         list.selectedIndex = [...list.options].findIndex((it) => it.textContent === 'warehouse.py');
         list.dispatchEvent(new Event('change'))",
    )
    .await?;
    page.wait_until("all('.code li').length < 100").await?;
    assert!(!page.eval::<bool>(is_shown).await?);
    scope.is_clean().await
}

#[tokio::test]
async fn the_playground_marks_no_lesson_and_links_to_a_moment() -> Result<()> {
    let site = Docs::quick().site()?.routes(files());
    let scope = Scope::open(site, "index.html#recording?src=runs/before.json&at=e30").await?;
    scope.wait_for_end("done").await?;
    let page = &scope.page;
    assert_eq!(page.eval::<String>("text('.title')").await?, "shop.py");
    page.wait_until("document.title === 'shop.py · Coroscope'")
        .await?;
    let status: String = page.eval("text('.run-status')").await?;
    assert!(!status.contains("shop.py"), "{status}");
    let marked = "document.querySelectorAll('.rail [aria-current]').length";
    assert_eq!(page.eval::<u32>(marked).await?, 0);
    page.run("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
        .await?;
    page.run("all('.menu .link')[0].click()").await?;
    page.wait_until("window.copied").await?;
    let link: String = page
        .eval("decodeURIComponent(new URL(copied).hash)")
        .await?;
    assert!(link.ends_with("/runs/before.json&at=e30"), "{link}");
    // A lesson is a lesson again.
    page.run("location.hash = '#queue'").await?;
    page.wait_until("text('.title') === 'Queue' && all('button.run')[0].checkVisibility()")
        .await?;
    assert_eq!(page.eval::<u32>(marked).await?, 1);
    scope.is_clean().await
}

#[tokio::test]
async fn opened_from_the_readers_disk_it_is_in_no_address() -> Result<()> {
    let scope = Docs::quick().open_idle("#queue").await?;
    let page = &scope.page;
    page.wait_until("all('.menu input').length > 0").await?;
    let text = serde_json::json!(BEFORE);
    page.run(&format!(
        "const files = new DataTransfer();
         files.items.add(new File([{text}], 'run.json'));
         const input = all('.menu input')[0];
         input.files = files.files;
         input.dispatchEvent(new Event('change'))"
    ))
    .await?;
    page.wait_until("text('.title') === 'shop.py' && location.hash === '#recording'")
        .await?;
    page.wait_until("document.title === 'shop.py · Coroscope'")
        .await?;
    assert_eq!(lesson_parts(&scope).await?, Vec::<String>::new());
    let disabled: Vec<String> = page
        .eval("all('.menu button').filter((it) => it.disabled).map((it) => it.textContent)")
        .await?;
    assert_eq!(disabled, ["Copy a link", "Embed…"]);
    scope.is_clean().await
}
