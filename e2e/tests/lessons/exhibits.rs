//! What lessons show beside their timelines, and the way from a line of the program to the timeline.

use anyhow::Result;

use crate::scope::{Docs, IN, Scope};

async fn count_of_dots(scope: &Scope, series: usize) -> Result<usize> {
    let path: String = scope
        .page
        .eval(&format!(
            "all('.plot path.dots-{series}')[0].getAttribute('d')"
        ))
        .await?;
    Ok(path.matches('M').count())
}

#[tokio::test]
async fn each_depth_is_a_dot_for_us_and_one_for_javascript() -> Result<()> {
    let scope = Docs::quick().open("#depth").await?;
    scope.stands("done").await?;
    assert_eq!(count_of_dots(&scope, 0).await?, 7);
    assert_eq!(count_of_dots(&scope, 1).await?, 7);
    let label: String = scope
        .page
        .eval("all('.plot svg')[0].getAttribute('aria-label')")
        .await?;
    assert!(label.contains("JavaScript’s await"), "{label}");

    // The plot shows the figures that are printed up to the reader's moment.
    scope
        .page
        .click(&format!("{IN}.player [aria-label='To the start']"))
        .await?;
    scope
        .page
        .wait_until("!all('.plot path.dots-0')[0].getAttribute('d')")
        .await?;

    // Another lesson has none.
    scope.go("#gather").await?;
    scope.stands("done").await?;
    assert!(scope.page.eval("all('.exhibit')[0].hidden").await?);
    scope.is_clean().await
}

#[tokio::test]
async fn measured_mixes_are_dots_on_what_is_predicted() -> Result<()> {
    let scope = Docs::quick().open("#worth?numbers=5&share=60").await?;
    scope.stands("done").await?;
    assert_eq!(count_of_dots(&scope, 0).await?, 5);
    let curve: String = scope
        .page
        .eval("all('.plot path.curve')[0].getAttribute('d')")
        .await?;
    assert_eq!(curve.matches('L').count(), 99);
    scope.is_clean().await
}

#[tokio::test]
async fn on_the_virtual_clock_it_is_said_that_computing_takes_no_time() -> Result<()> {
    let scope = Docs::quick().open("#depth?levels=1&clock=virtual").await?;
    scope.stands("done").await?;
    let warnings: Vec<String> = scope.page.eval("texts('.knob .warning')").await?;
    assert!(
        warnings
            .iter()
            .any(|words| words.contains("takes no time on the virtual clock")),
        "{warnings:?}"
    );
    scope.is_clean().await
}

#[tokio::test]
async fn a_bar_tells_how_many_documents_are_stored() -> Result<()> {
    let scope = Docs::quick()
        .open("#pipeline?documents=4&latency=0")
        .await?;
    scope.stands("done").await?;
    let (value, max, words): (f64, f64, String) = scope
        .page
        .eval("[all('progress')[0].value, all('progress')[0].max, text('.progress span')]")
        .await?;
    assert_eq!((value, max), (4.0, 4.0));
    assert_eq!(words, "4 of 4 documents are stored");
    scope.is_clean().await
}

#[tokio::test]
async fn the_page_tells_how_long_it_stood_still() -> Result<()> {
    let scope = Docs::quick().open("#blocking?numbers=300").await?;
    scope.stands("done").await?;
    let words: String = scope.page.eval("text('.alive .words')").await?;
    assert!(
        words.starts_with("longest time without a frame: "),
        "{words}"
    );
    // What was typed stays, also when the lesson is run again.
    let field = format!("{IN}.alive input");
    scope.page.fill(&field, "still here").await?;
    scope.run_again().await?;
    scope.stands("done").await?;
    let typed: String = scope.page.eval("all('.alive input')[0].value").await?;
    assert_eq!(typed, "still here");
    scope.is_clean().await
}

#[tokio::test]
async fn a_lines_number_leads_to_what_happened_there() -> Result<()> {
    let scope = Docs::quick().open("#sync?wait=100&clock=virtual").await?;
    scope.stands("done").await?;
    let line: usize = scope
        .page
        .eval(
            "all('.code li').findIndex((line) =>
                line.querySelector('code').textContent.includes('sleep(') && !line.querySelector('.no').disabled) + 1",
        )
        .await?;
    let number = format!("{IN}.code li:nth-child({line}) .no");
    let mut told = Vec::new();
    for _ in 0..7 {
        scope.page.click(&number).await?;
        scope.page.wait_until("text('.readout strong')").await?;
        let bar: String = scope
            .page
            .eval("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(text('.readout')))))")
            .await?;
        assert!(bar.contains(&format!("line {line}")), "{bar}");
        told.push(bar);
    }
    assert_eq!(told[0], told[6], "after the last comes the first");
    told.truncate(6);
    told.sort();
    told.dedup();
    assert_eq!(told.len(), 6, "three waits of two ways: {told:#?}");

    // The arrow keys go from one line that leads somewhere to the next.
    scope.page.type_into(&number, "\u{e015}").await?;
    let focused: bool = scope
        .page
        .eval("scope().activeElement.matches('.no:enabled')")
        .await?;
    assert!(focused);
    scope.is_clean().await
}
