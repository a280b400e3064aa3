//! Other orders of a lesson's run: the search, its outcomes, both runs on one axis, and the link to one.

use anyhow::Result;

use crate::scope::{Docs, SHADOW, Scope};

const CAPTIONS: &str = "texts('.which:not([hidden]) span')";
/// The rows of the table: outcome and number of orders.
const OUTCOMES: &str = "all('.outcomes tbody tr').map((row) => row.cells[0].textContent)";
const WORDS: &str = "text('.orders .words')";

/// Searches, and waits for the end.
pub(super) async fn search(scope: &Scope) -> Result<()> {
    let page = &scope.page;
    page.run("window.searched = []; document.querySelector('coro-scope').addEventListener('orders', (event) => window.searched.push(event.detail), { once: true })")
        .await?;
    page.click(&format!("{SHADOW}.orders .search button"))
        .await?;
    page.wait_until("window.searched.length === 1").await
}

#[tokio::test]
async fn another_outcome_is_found_and_shown_beside_the_usual_one() -> Result<()> {
    let scope = Docs::quick().open("#machine").await?;
    let page = &scope.page;
    scope.wait_for_end("done").await?;
    search(&scope).await?;
    assert_eq!(
        page.eval::<Vec<String>>(OUTCOMES).await?,
        [
            "As usual: 2 of 2 tickets are sold",
            "3 of 2 tickets are sold"
        ]
    );
    let tried: (u32, u32, bool) = page
        .eval("[searched[0].tried, searched[0].outcomes, searched[0].solved]")
        .await?;
    assert_eq!(tried, (2000, 2, false));

    page.run("all('.outcomes tbody button')[1].click()").await?;
    page.wait_until("!all('.timeline .cause')[0].hidden")
        .await?;
    let cause: String = page.eval("text('.timeline .cause')").await?;
    assert!(
        cause.starts_with("When the timer of “customer 1” takes 100 ms longer"),
        "{cause}"
    );
    assert_eq!(
        page.eval::<Vec<String>>(CAPTIONS).await?,
        ["Earlier run: the usual order", "This run: the order 0:4"]
    );
    // The moment at which they differ is marked in both.
    let marks: Vec<u32> = page
        .eval("all('.axis').map((axis) => axis.querySelectorAll('.spot-number').length)")
        .await?;
    assert_eq!(marks, [1, 1]);
    // So is each choice of the order, and where the usual run differs from it.
    let choices: Vec<Vec<String>> = page
        .eval("all('.axis').map((axis) => [...axis.querySelectorAll('.choice title')].map((it) => it.textContent))")
        .await?;
    assert_eq!(
        choices,
        [
            ["from here on, the order of the other run differs"],
            ["the order differs here from the usual one: 0:4 in its schedule"]
        ]
    );
    let is_above = "all('.timeline-view').map((it) => it.getBoundingClientRect().top)";
    let tops: Vec<f64> = page.eval(is_above).await?;
    assert!(tops[0] > tops[1], "the usual run is below: {tops:?}");
    page.wait_until("location.hash === '#machine?schedule=0%3A4'")
        .await?;

    // The recording has the order.
    let order: String = page
        .eval("JSON.parse(document.querySelector('coro-scope').recording()).meta.knobs.schedule")
        .await?;
    assert_eq!(order, "0:4");

    page.run("all('.orders .search button').at(-1).click()")
        .await?;
    page.wait_until("location.hash === '#machine' && all('.earlier')[0].hidden")
        .await?;
    scope.is_clean().await
}

#[tokio::test]
async fn a_link_with_an_order_runs_in_that_order() -> Result<()> {
    let scope = Docs::quick().open("#machine?schedule=0%3A4").await?;
    scope.wait_for_end("done").await?;
    let printed = scope.printed().await?.join("\n");
    assert!(printed.contains("3 of 2 tickets are sold"), "{printed}");
    // A setting changes what the choices are about.
    scope
        .page
        .run("const field = all('[name=customers]')[0]; field.value = '4'; field.dispatchEvent(new Event('change', { bubbles: true }))")
        .await?;
    scope
        .page
        .wait_until("location.hash === '#machine?customers=4'")
        .await?;
    scope.is_clean().await
}

#[tokio::test]
async fn a_bad_order_in_a_link_gets_a_message() -> Result<()> {
    let scope = Docs::quick()
        .open("#machine?schedule=8%3A2%2C3%3A1")
        .await?;
    scope.wait_for_end("done").await?;
    scope
        .page
        .wait_until("all('.orders .warning').some((it) => !it.hidden)")
        .await?;
    let notice: String = scope.page.eval("text('.orders .warning')").await?;
    assert!(notice.starts_with("“8:2,3:1” is not an order"), "{notice}");
    scope.is_clean().await
}

#[tokio::test]
async fn the_exercise_is_solved_only_when_every_order_was_tried() -> Result<()> {
    let scope = Docs::quick().open("#machine?variant=reserve").await?;
    let page = &scope.page;
    scope.wait_for_end("done").await?;
    let result = "all('.exercise .result')[0].dataset.result";
    page.wait_until("text('.exercise .result').startsWith('This run is right.')")
        .await?;
    assert_eq!(page.eval::<String>(result).await?, "open");
    search(&scope).await?;
    page.wait_until(&format!("{result} === 'solved'")).await?;
    assert!(page.eval::<bool>("searched[0].solved").await?);
    assert!(page.eval::<bool>("all('.outcomes')[0].hidden").await?);
    scope.is_clean().await
}

#[tokio::test]
async fn a_lesson_that_measures_says_why_it_has_no_other_orders() -> Result<()> {
    let scope = Docs::quick().open("#blocking").await?;
    let page = &scope.page;
    page.wait_until(&format!(
        "{WORDS}.startsWith('This lesson measures computing')"
    ))
    .await?;
    assert!(
        page.eval::<bool>("all('.orders .search button')[0].disabled")
            .await?
    );
    scope.is_clean().await
}
