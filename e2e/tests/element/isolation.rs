//! A panic is shown in its element only; the other elements still work.

use anyhow::Result;

use super::host::{count_requests, open};
use crate::scope::{CRASH, Docs, PANIC, SHADOW, Scope};

const THREE: &str = r#"
    <coro-scope lesson="gather" latency="0" order="together" loading="eager" autoplay></coro-scope>
    <coro-scope lesson="gather" latency="60000" order="together" loading="eager"></coro-scope>
    <coro-scope lesson="queue" latency="0" work="0" documents="3" loading="eager"></coro-scope>"#;

/// The console has no problem but the panic.
async fn has_no_problem_but_the_panic(scope: &Scope) -> Result<()> {
    let problems = scope.page.problems().await?;
    let other = |it: &&String| {
        !it.contains("Coroscope panicked") && !it.to_lowercase().contains("unreachable")
    };
    assert_eq!(
        problems.iter().filter(other).collect::<Vec<_>>(),
        Vec::<&String>::new()
    );
    Ok(())
}

async fn open_three() -> Result<Scope> {
    let scope = open(THREE).await?;
    scope
        .page
        .wait_until(
            "runStatus(0) === 'done' && runStatus(1) === 'ready' && runStatus(2) === 'ready'",
        )
        .await?;
    scope.page.run(CRASH).await?;
    scope
        .page
        .run("window.elements = [...document.querySelectorAll('coro-scope')];
              window.failed = [];
              elements.forEach((element, n) => element.addEventListener('error', () => failed.push(n)))")
        .await?;
    Ok(scope)
}

#[tokio::test]
async fn a_panic_during_a_run_is_shown_in_its_element_and_the_others_are_rebuilt() -> Result<()> {
    let scope = open_three().await?;
    let page = &scope.page;
    page.run("elements[1].run(); elements[2].setAttribute('consumers', '3')")
        .await?;
    page.wait_until("lanes(1).length === 6").await?;
    page.run("crash(elements[1])").await?;
    page.wait_until(&format!("text('.broken .what', 1).includes('{PANIC}')"))
        .await?;
    // The first element runs again, since it had run. The third keeps its settings, and waits.
    page.wait_until("runStatus(0) === 'done' && runs.begun === 3 && runStatus(2) === 'ready'")
        .await?;
    assert_eq!(
        page.eval::<String>("all('[name=consumers]', 2)[0].value")
            .await?,
        "3"
    );
    assert_eq!(page.eval::<Vec<u32>>("failed").await?, [1]);
    assert!(
        page.eval::<bool>("all('.broken', 0).length + all('.broken', 2).length === 0")
            .await?
    );
    page.run("elements[2].run()").await?;
    page.wait_until("runStatus(2) === 'done'").await?;

    // The broken element recovers, too, and the module was fetched once.
    page.run("elements[1].latency = 0").await?;
    page.run("all('.broken button', 1)[0].click()").await?;
    page.wait_until("runStatus(1) === 'ready'").await?;
    page.run("elements[1].run()").await?;
    page.wait_until("runStatus(1) === 'done'").await?;
    assert_eq!(count_requests(&scope, ".wasm").await?, 1);
    has_no_problem_but_the_panic(&scope).await
}

#[tokio::test]
async fn a_panic_outside_of_a_run_is_shown_in_its_element_too() -> Result<()> {
    let scope = open_three().await?;
    let page = &scope.page;
    // Until the second module has filled the others anew, they show what the first left.
    page.run("elements.forEach((_, n) => scope(n).querySelector('button').isOld = true)")
        .await?;
    page.run("crash(elements[0])").await?;
    page.wait_until(&format!("text('.broken .what', 0).includes('{PANIC}')"))
        .await?;
    page.wait_until(
        "[1, 2].every((n) => runStatus(n) === 'ready' && !scope(n).querySelector('button').isOld)",
    )
    .await?;
    // The same in the second instance of the module.
    page.run("crash(elements[2])").await?;
    page.wait_until("all('.broken', 2).length === 1 && runStatus(1) === 'ready'")
        .await?;
    assert_eq!(page.eval::<Vec<u32>>("failed").await?, [0, 2]);
    page.click(&format!("{SHADOW}.broken button")).await?;
    page.wait_until("runStatus(0) === 'done'").await?;
    // An element that is created later works.
    page.run(
        "const one = document.createElement('coro-scope');
         Object.assign(one, { lesson: 'pause', clock: 'virtual', autoplay: true, loading: 'eager' });
         document.body.append(one)",
    )
    .await?;
    page.wait_until("runStatus(3) === 'done'").await?;
    assert_eq!(count_requests(&scope, ".wasm").await?, 1);
    has_no_problem_but_the_panic(&scope).await
}

#[tokio::test]
async fn the_playground_works_after_a_panic() -> Result<()> {
    let scope = Docs::quick()
        .open("#gather?latency=0&order=together")
        .await?;
    let page = &scope.page;
    scope.wait_for_end("done").await?;
    page.run(CRASH).await?;
    page.run("crash(document.querySelector('coro-scope'))")
        .await?;
    page.wait_until("all('.broken').length === 1").await?;
    page.click(&format!("{SHADOW}.broken button")).await?;
    scope.start().await?;
    scope.wait_for_end("done").await?;
    assert_eq!(scope.lanes().await?.len(), 6);
    scope.go("#queue?latency=0&work=0&documents=2").await?;
    scope.wait_for_end("done").await?;
    page.fill(&format!("{SHADOW}[name=documents]"), "3").await?;
    page.wait_until("location.hash.includes('documents=3')")
        .await?;
    has_no_problem_but_the_panic(&scope).await
}
