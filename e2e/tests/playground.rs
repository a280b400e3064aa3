//! The lessons in a real browser: what a reader sees, and that it is the recording of what happened.

use anyhow::Result;
use coroscope_e2e::{Browser, Page, sites};
use serde::Deserialize;
use std::time::Duration;
use xtask::server::{Server, Site};

/// A lane as it is drawn: from its first poll to its last, in pixels.
#[derive(Debug, Deserialize)]
struct Lane {
    name: String,
    state: String,
    from: f64,
    to: f64,
}

/// Width of the bar of a poll that the clock could not measure.
const SHORTEST_POLL: f64 = 2.5;

const ROOT: &str = "document.querySelector('coro-scope').shadowRoot";

/// Documents take from 60 to 240 ms.
fn slow_documents(path: &str) -> Duration {
    let slowest = [
        ("event-loop", 60),
        ("coroutine", 120),
        ("future", 180),
        ("task", 240),
    ];
    let found = slowest
        .iter()
        .find(|(name, _)| path.ends_with(&format!("docs/{name}.txt")));
    Duration::from_millis(found.map_or(0, |(_, ms)| *ms))
}

async fn open(site: Site, fragment: &str) -> Result<(Server, Page)> {
    let server = site.start().await?;
    let page = Browser::start()
        .await?
        .open(&server, &format!("index.html{fragment}"))
        .await?;
    Ok((server, page))
}

async fn ended(page: &Page) -> Result<String> {
    let stand = format!("{ROOT}?.querySelector('[data-stand]')?.dataset.stand");
    page.wait_until(&format!("['done', 'failed', 'stopped'].includes({stand})"))
        .await?;
    page.eval(&stand).await
}

async fn lanes(page: &Page) -> Result<Vec<Lane>> {
    page.eval(&format!(
        "[...{ROOT}.querySelectorAll('.rows g[data-state]')].map((lane) => {{
            const polls = lane.querySelector('.running').getBBox();
            return {{
                name: lane.querySelector('text').textContent,
                state: lane.dataset.state,
                from: polls.x,
                to: polls.x + polls.width,
            }};
        }})"
    ))
    .await
}

async fn printed(page: &Page) -> Result<Vec<String>> {
    page.eval(&format!(
        "[...{ROOT}.querySelectorAll('.printed .line')].map((line) => line.textContent)"
    ))
    .await
}

async fn is_clean(page: &Page) -> Result<()> {
    assert_eq!(page.problems().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn gather_overlaps_what_runs_one_after_the_other_otherwise() -> Result<()> {
    let site = sites::dist()?.delay(slow_documents);
    let (_server, page) = open(site, "#gather?tasks=4&latency=0").await?;
    assert_eq!(ended(&page).await?, "done");
    let lanes = lanes(&page).await?;
    let names: Vec<&str> = lanes.iter().map(|lane| lane.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "main",
            "one after the other",
            "docs/event-loop.txt",
            "docs/coroutine.txt",
            "docs/future.txt",
            "docs/task.txt"
        ]
    );
    assert!(lanes.iter().all(|lane| lane.state == "done"), "{lanes:?}");
    let (alone, together) = (&lanes[1], &lanes[2..]);
    let last_start = together.iter().map(|lane| lane.from).fold(0.0, f64::max);
    let first_end = together.iter().map(|lane| lane.to).fold(f64::MAX, f64::min);
    assert!(
        last_start < first_end,
        "all fetches are under way at once: {lanes:?}"
    );
    assert!(
        alone.to <= last_start + SHORTEST_POLL,
        "the comparison is over before: {lanes:?}"
    );
    let longest = together[3].to - together[3].from;
    assert!(alone.to - alone.from > longest, "{lanes:?}");
    let printed = printed(&page).await?;
    assert!(
        printed[0].starts_with("docs/event-loop.txt: "),
        "{printed:?}"
    );
    assert!(printed[3].starts_with("docs/task.txt: "), "{printed:?}");
    assert!(printed[5].contains("× as long"), "{printed:?}");
    is_clean(&page).await
}

#[tokio::test]
async fn the_queue_lesson_counts_every_word_and_draws_its_queue() -> Result<()> {
    let fragment = "#queue?latency=5&work=5&documents=6&producers=2&consumers=3";
    let (_server, page) = open(sites::dist()?, fragment).await?;
    assert_eq!(ended(&page).await?, "done");
    let lanes = lanes(&page).await?;
    assert_eq!(lanes.len(), 1 + 2 + 3);
    assert!(lanes.iter().all(|lane| lane.state == "done"), "{lanes:?}");
    let words: u64 = page
        .eval(
            "Promise.all(['event-loop', 'coroutine', 'future', 'task', 'gather', 'queue'].map(async (name) =>
                (await (await fetch(`docs/${name}.txt`)).text()).trim().split(/\\s+/).length))
                .then((counts) => counts.reduce((a, b) => a + b))",
        )
        .await?;
    assert_eq!(
        printed(&page).await?.last(),
        Some(&format!("{words} words in all"))
    );
    let strip: String = page
        .eval(&format!("{ROOT}.querySelector('.strips').textContent"))
        .await?;
    assert!(strip.contains("documents"), "{strip}");
    is_clean(&page).await
}

#[tokio::test]
async fn nothing_to_do_and_no_bound_work() -> Result<()> {
    for fragment in [
        "#gather?tasks=0&latency=0",
        "#queue?producers=0&work=0",
        "#queue?documents=0",
        "#queue?capacity=0&latency=1&work=1",
    ] {
        let (_server, page) = open(sites::dist()?, fragment).await?;
        assert_eq!(ended(&page).await?, "done", "{fragment}");
        is_clean(&page).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_url_that_fails_fails_its_task_and_the_page_goes_on() -> Result<()> {
    let site = sites::dist()?.delay(|path| {
        let is_slow = path.ends_with("docs/task.txt");
        Duration::from_millis(if is_slow { 400 } else { 0 })
    });
    let urls = "docs%2Flock.txt%0Ano-such-file.txt%0Ahttp%3A%2F%2F%5B%0Adocs%2Ftask.txt";
    let fragment = format!("#gather?order=together&latency=0&errors=all&urls={urls}");
    let (_server, page) = open(site, &fragment).await?;
    assert_eq!(ended(&page).await?, "done");
    let lanes = lanes(&page).await?;
    let states: Vec<&str> = lanes.iter().map(|lane| lane.state.as_str()).collect();
    assert_eq!(states, ["done", "done", "failed", "failed", "done"]);
    let printed = printed(&page).await?;
    assert!(
        printed[1].contains("no-such-file.txt") && printed[1].contains("404"),
        "{printed:?}"
    );
    assert!(printed[2].contains("malformed URL"), "{printed:?}");
    // The browser itself tells the console of a 404; nothing else may stand there.
    let problems = page.problems().await?;
    assert!(
        problems.iter().all(|problem| problem.contains("404")),
        "{problems:?}"
    );

    page.go(&format!(
        "index.html#gather?order=together&latency=0&urls={urls}"
    ))
    .await?;
    page.wait_until(&format!(
        "{ROOT}.querySelector('[data-stand]').dataset.stand === 'failed'"
    ))
    .await?;
    Ok(())
}

#[tokio::test]
async fn stop_cancels_and_run_again_works() -> Result<()> {
    let (_server, page) = open(sites::dist()?, "#gather?order=together&latency=5000").await?;
    page.wait_until(&format!(
        "{ROOT}?.querySelectorAll('.rows g[data-state]').length === 6"
    ))
    .await?;
    page.run(&format!("{ROOT}.querySelector('button.stop').click()"))
        .await?;
    assert_eq!(ended(&page).await?, "stopped");
    let lanes = lanes(&page).await?;
    assert!(
        lanes.iter().all(|lane| lane.state == "cancelled"),
        "{lanes:?}"
    );
    page.run("location.hash = '#gather?order=together&latency=1'")
        .await?;
    page.wait_until(&format!(
        "{ROOT}.querySelector('[data-stand]').dataset.stand === 'done'"
    ))
    .await?;
    page.run(&format!("{ROOT}.querySelector('button.run').click()"))
        .await?;
    page.wait_until(&format!(
        "{ROOT}.querySelector('[data-stand]').dataset.stand === 'done'"
    ))
    .await?;
    is_clean(&page).await
}

#[tokio::test]
async fn what_is_wrong_with_an_address_is_told_and_the_page_lives() -> Result<()> {
    for (fragment, told) in [
        ("#nothing", "nothing"),
        (
            "#gather?tasks=20000&latency=0&order=together&urls=docs%2Flock.txt",
            "20000 is more than 10000",
        ),
        ("#gather?taks=3", "taks"),
        (
            "#gather?tasks=%3Cimg%20src=x%20onerror=alert(1)%3E",
            "not a whole number",
        ),
        ("#%%%", "%%%"),
    ] {
        let (_server, page) = open(sites::dist()?, fragment).await?;
        ended(&page).await?;
        let said: String = page
            .eval(&format!("document.body.textContent + {ROOT}.textContent"))
            .await?;
        assert!(said.contains(told), "{fragment}: {told} is not told");
        let injected: u32 = page
            .eval(&format!("{ROOT}.querySelectorAll('img, script').length"))
            .await?;
        assert_eq!(injected, 0, "{fragment}");
        is_clean(&page).await?;
    }
    Ok(())
}

#[tokio::test]
async fn ten_thousand_tasks_leave_the_page_alive_and_small() -> Result<()> {
    let (_server, page) = open(sites::dist()?, "#queue?documents=0").await?;
    ended(&page).await?;
    page.run(
        "window.gap = 0; let last = performance.now();
         requestAnimationFrame(function next(now) {
             window.gap = Math.max(window.gap, now - last); last = now; requestAnimationFrame(next);
         });
         location.hash = '#gather?tasks=10000&order=together&latency=200'",
    )
    .await?;
    let is_done = format!(
        "{ROOT}.querySelector('[data-stand]').dataset.stand === 'done'
            && {ROOT}.querySelector('.stand').textContent.includes('10001')"
    );
    page.wait_long_until(&is_done, 100_000).await?;
    let elements: u32 = page
        .eval(&format!("{ROOT}.querySelectorAll('*').length"))
        .await?;
    assert!(elements < 3000, "{elements} elements");
    let gap: f64 = page.eval("window.gap").await?;
    println!("longest gap between two frames with 10,000 fetching tasks: {gap:.0} ms");
    is_clean(&page).await
}

#[tokio::test]
async fn the_timeline_is_read_with_the_keys_and_with_the_pointer() -> Result<()> {
    let (_server, page) = open(sites::dist()?, "#gather?latency=20").await?;
    assert_eq!(ended(&page).await?, "done");
    let readout = format!("{ROOT}.querySelector('.readout').textContent");
    let before: String = page.eval(&readout).await?;
    page.run(&format!("{ROOT}.querySelector('.sheet').focus()"))
        .await?;
    let press = |key: &str| {
        format!(
            "{ROOT}.querySelector('.sheet').dispatchEvent(new KeyboardEvent('keydown',
                {{ key: '{key}', bubbles: true, cancelable: true, composed: true }}))"
        )
    };
    for key in ["ArrowDown", "ArrowRight", "ArrowDown"] {
        page.run(&press(key)).await?;
    }
    page.wait_until(&format!("{readout}.includes('one after the other')"))
        .await?;
    page.run(&press("Escape")).await?;
    page.wait_until(&format!("{readout} === {before:?}"))
        .await?;
    page.run(&format!(
        "const rows = {ROOT}.querySelector('.rows'); const box = rows.getBoundingClientRect();
         rows.dispatchEvent(new PointerEvent('pointermove', {{ bubbles: true,
             clientX: box.left + box.width / 2, clientY: box.top + 12 }}))"
    ))
    .await?;
    page.wait_until(&format!("{readout}.includes('main')"))
        .await?;
    is_clean(&page).await
}

#[tokio::test]
async fn nothing_scrolls_sideways_at_any_width() -> Result<()> {
    let server = sites::dist()?.start().await?;
    for width in [360, 768, 1440, 2560] {
        let browser = Browser::start().await?;
        browser.resize(width, 800).await?;
        let page = browser
            .open(&server, "index.html#queue?latency=5&work=5")
            .await?;
        ended(&page).await?;
        let overflow: f64 = page
            .eval("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            .await?;
        assert_eq!(overflow, 0.0, "at {width} px");
        is_clean(&page).await?;
    }
    Ok(())
}

#[tokio::test]
async fn lines_are_marked_while_tasks_stand_at_them() -> Result<()> {
    let (_server, page) = open(sites::dist()?, "#gather?latency=2000").await?;
    page.wait_until(&format!(
        "{ROOT}?.querySelectorAll('.code li.at .chip').length > 0"
    ))
    .await?;
    is_clean(&page).await
}
