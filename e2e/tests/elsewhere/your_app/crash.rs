//! What is kept and shown when the program of `examples/your-app` panics or is aborted.

use anyhow::Result;
use coroscope_e2e::{Page, sites};

use super::{BUTTON, FETCHED, ROOT, open, open_closed, recording, search, show};

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
async fn after_a_panic_the_recording_is_there_without_a_corner() -> Result<()> {
    let (page, _site) = open_closed(sites::your_app()?).await?;
    search(&page, "tomato", "3 recipes").await?;
    page.run("document.querySelector('body > div').remove();")
        .await?;
    make_it_panic(&page).await?;
    let kept = "window.coroscopePageLog.blackBox";
    page.wait_until(&format!("{kept} !== undefined")).await?;
    let same = format!("{kept} === sessionStorage.getItem('your-app-crash')");
    assert!(page.eval::<bool>(&same).await?);
    assert!(
        page.eval::<String>(kept)
            .await?
            .contains("GET recipes/soup.txt")
    );
    let console = page.problems().await?.join("\n");
    assert!(console.contains(LAST_TURN[0]), "{console}");
    Ok(())
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
