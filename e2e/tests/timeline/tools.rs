//! The tools of the timeline: folding, finding, arrows, the loop's lane, the minimap, shared resources.

use anyhow::Result;

use crate::scope::{Docs, SHADOW, Scope, names};

async fn ended() -> Result<Scope> {
    let scope = Docs::quick().open("#queue?clock=virtual").await?;
    scope.wait_for_end("done").await?;
    Ok(scope)
}

async fn keys(scope: &Scope, keys: &str) -> Result<()> {
    scope.page.run("all('.timeline-view')[0].focus()").await?;
    scope
        .page
        .type_into(&format!("{SHADOW}.timeline-view"), keys)
        .await
}

const DOWN: &str = "\u{e015}";

#[tokio::test]
async fn a_task_can_be_folded_with_the_tasks_that_it_spawned() -> Result<()> {
    let scope = ended().await?;
    assert_eq!(scope.lanes().await?.len(), 5);
    keys(&scope, &format!("{DOWN}f")).await?;
    scope.page.wait_until("lanes().length === 1").await?;
    assert_eq!(names(&scope.lanes().await?), ["main +4"]);
    // The symbol before the name unfolds it.
    let sign: (f64, f64) = scope
        .page
        .eval(
            "(() => {
                const box = all('.rows .fold')[0].getBoundingClientRect();
                return [box.left + box.width / 2, box.top + box.height / 2];
            })()",
        )
        .await?;
    scope.page.click_at(sign.0, sign.1).await?;
    scope.page.wait_until("lanes().length === 5").await?;
    scope.is_clean().await
}

#[tokio::test]
async fn tasks_are_found_by_name_and_by_state() -> Result<()> {
    let scope = Docs::quick()
        .open("#queue?clock=virtual&consumers=12")
        .await?;
    scope.wait_for_end("done").await?;
    scope
        .page
        .type_into(&format!("{SHADOW}.finder input"), "CONSUMER 2")
        .await?;
    scope.page.wait_until("lanes().length === 2").await?;
    assert_eq!(names(&scope.lanes().await?), ["main", "consumer 2"]);
    let found: String = scope.page.eval("text('.found')").await?;
    assert_eq!(found, "1 found");
    scope
        .page
        .run(
            "const search = all('.finder input')[0], states = all('.finder select')[0];
            search.value = '';
            search.dispatchEvent(new Event('input'));
            states.value = '6';
            states.dispatchEvent(new Event('change'))",
        )
        .await?;
    scope
        .page
        .wait_until("text('.nothing-found') === 'No task has failed at this moment.'")
        .await?;
    assert_eq!(scope.lanes().await?.len(), 0, "none failed");
    scope.is_clean().await
}

#[tokio::test]
async fn search_and_filter_appear_with_more_than_a_dozen_tasks() -> Result<()> {
    let scope = ended().await?;
    assert!(scope.page.eval::<bool>("all('.finder')[0].hidden").await?);
    scope.go("#queue?clock=virtual&consumers=12").await?;
    scope.wait_for_end("done").await?;
    assert!(!scope.page.eval::<bool>("all('.finder')[0].hidden").await?);
    scope.is_clean().await
}

#[tokio::test]
async fn arrows_show_spawns_wakes_and_cancels_between_tasks() -> Result<()> {
    let scope = ended().await?;
    let drawn = "all('.arrow').filter((arrow) => arrow.getAttribute('d')).length";
    assert_eq!(scope.page.eval::<u32>(drawn).await?, 0);
    // For the selected task.
    keys(&scope, &format!("{DOWN}{DOWN}")).await?;
    scope
        .page
        .wait_until("all('.arrow.wake')[0].getAttribute('d')")
        .await?;
    let of_one: usize = scope
        .page
        .eval("all('.arrow.wake')[0].getAttribute('d').length")
        .await?;
    // For all tasks.
    keys(&scope, "e").await?;
    let more = format!("all('.arrow.wake')[0].getAttribute('d').length > {of_one}");
    scope.page.wait_until(&more).await?;
    scope.is_clean().await
}

#[tokio::test]
async fn the_event_loop_has_a_lane() -> Result<()> {
    let scope = ended().await?;
    let parts = "['.pass', '.gauge.ready', '.gauge.timers']
            .every((css) => all(`.loop ${css}`).some((path) => path.getAttribute('d')))";
    scope.page.wait_until(parts).await?;
    scope.is_clean().await
}

#[tokio::test]
async fn the_minimap_shows_which_part_of_the_run_is_visible() -> Result<()> {
    let scope = ended().await?;
    assert!(
        scope
            .page
            .eval::<bool>("all('.minimap')[0].hasAttribute('data-whole')")
            .await?
    );
    keys(&scope, "wwwww").await?;
    scope
        .page
        .wait_until(
            "!all('.minimap')[0].hasAttribute('data-whole') &&
             !all('.timeline-view')[0].hasAttribute('data-moving')",
        )
        .await?;
    let ticks: String = scope.page.eval("texts('.axis text.quiet').join()").await?;
    let end: (f64, f64) = scope
        .page
        .eval(
            "(() => {
                const box = all('.minimap')[0].getBoundingClientRect();
                return [box.right - 4, box.top + box.height / 2];
            })()",
        )
        .await?;
    scope.page.click_at(end.0, end.1).await?;
    let moved = format!("texts('.axis text.quiet').join() !== '{ticks}'");
    scope.page.wait_until(&moved).await?;
    scope.is_clean().await
}

#[tokio::test]
async fn shared_resources_are_listed_as_of_the_current_moment() -> Result<()> {
    let scope = Docs::quick().open("#queue?clock=virtual&at=400ms").await?;
    scope.wait_for_end("done").await?;
    scope.page.click(&format!("{SHADOW}#tab-resources")).await?;
    let is_listed = "text('.resources li').startsWith('queue documents ')";
    scope.page.wait_until(is_listed).await?;
    let then: String = scope.page.eval("text('.resources li')").await?;
    scope
        .page
        .run("all('.player [aria-label=\"To the start\"]')[0].click()")
        .await?;
    scope
        .page
        .wait_until(&format!(
            "text('.resources li') !== {}",
            serde_json::json!(then)
        ))
        .await?;
    scope.is_clean().await
}

#[tokio::test]
async fn a_locks_counter_track_names_its_holder_and_shows_waiters() -> Result<()> {
    let scope = Docs::quick()
        .open("#locks?variant=lock&clock=virtual&tasks=3")
        .await?;
    scope.wait_for_end("done").await?;
    let (holders, waiters): (Vec<String>, Vec<bool>) = scope
        .page
        .eval(
            "[all('.counter-tracks g g text').map((name) => name.textContent),
              all('.counter-tracks .hatch').map((area) => Boolean(area.getAttribute('d')))]",
        )
        .await?;
    // Each of them adds four times.
    assert_eq!(holders, ["adder 1", "adder 2", "adder 3"].repeat(4));
    // The second track is the counter's value, for which no task waits.
    let expected = [false, true, false, false];
    assert_eq!(waiters, expected, "they wait below, to acquire it");
    scope.is_clean().await
}

#[tokio::test]
async fn a_counter_tracks_name_shows_the_level_at_the_current_moment() -> Result<()> {
    let scope = Docs::quick().open("#queue?clock=virtual&at=800ms").await?;
    scope.wait_for_end("done").await?;
    scope
        .page
        .wait_until("text('.counter-tracks text') === 'documents: 1'")
        .await?;
    scope
        .page
        .click(&format!("{SHADOW}[aria-label='To the end']"))
        .await?;
    scope
        .page
        .wait_until("text('.counter-tracks text') === 'documents: 0'")
        .await?;
    scope.is_clean().await
}
