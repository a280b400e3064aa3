//! The exhibits of lessons beside their timelines, and links from lines of the program to the timeline.

use anyhow::Result;

use crate::scope::{Docs, SHADOW, Scope};

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
async fn each_depth_has_a_dot_for_coroscope_and_one_for_javascript() -> Result<()> {
    let scope = Docs::quick().open("#depth").await?;
    scope.wait_for_end("done").await?;
    assert_eq!(count_of_dots(&scope, 0).await?, 7);
    assert_eq!(count_of_dots(&scope, 1).await?, 7);
    let label: String = scope
        .page
        .eval("all('.plot svg')[0].getAttribute('aria-label')")
        .await?;
    assert!(label.contains("JavaScript’s await"), "{label}");

    // The plot shows the points that were recorded up to the current moment.
    scope
        .page
        .click(&format!("{SHADOW}.player [aria-label='To the start']"))
        .await?;
    scope
        .page
        .wait_until("!all('.plot path.dots-0')[0].getAttribute('d')")
        .await?;

    // Another lesson has no exhibit.
    scope.go("#gather").await?;
    scope.wait_for_end("done").await?;
    assert!(scope.page.eval("all('.exhibit')[0].hidden").await?);
    scope.is_clean().await
}

#[tokio::test]
async fn measured_mixes_are_dots_on_the_predicted_line() -> Result<()> {
    let scope = Docs::quick().open("#worth?numbers=5&share=60").await?;
    scope.wait_for_end("done").await?;
    assert_eq!(count_of_dots(&scope, 0).await?, 5);
    let curve: String = scope
        .page
        .eval("all('.plot path.curve')[0].getAttribute('d')")
        .await?;
    assert_eq!(curve.matches('L').count(), 99);
    scope.is_clean().await
}

#[tokio::test]
async fn on_the_virtual_clock_a_note_says_that_computing_takes_no_time() -> Result<()> {
    let scope = Docs::quick().open("#depth?levels=1&clock=virtual").await?;
    scope.wait_for_end("done").await?;
    let warnings: Vec<String> = scope.page.eval("texts('.setting .warning')").await?;
    assert!(
        warnings
            .iter()
            .any(|words| words.contains("takes no time on the virtual clock")),
        "{warnings:?}"
    );
    scope.is_clean().await
}

#[tokio::test]
async fn a_bar_shows_how_many_documents_are_stored() -> Result<()> {
    let scope = Docs::quick()
        .open("#pipeline?documents=4&latency=0")
        .await?;
    scope.wait_for_end("done").await?;
    let (value, max, words): (f64, f64, String) = scope
        .page
        .eval("[all('progress')[0].value, all('progress')[0].max, text('.progress span')]")
        .await?;
    assert_eq!((value, max), (4.0, 4.0));
    assert_eq!(words, "4 of 4 documents are stored");
    scope.is_clean().await
}

#[tokio::test]
async fn the_page_shows_how_long_it_did_not_respond() -> Result<()> {
    let scope = Docs::quick().open("#blocking?numbers=300").await?;
    scope.wait_for_end("done").await?;
    let words: String = scope.page.eval("text('.responsiveness .words')").await?;
    assert!(
        words.starts_with("longest time without a frame: "),
        "{words}"
    );
    // The typed text stays when the lesson is run again.
    let field = format!("{SHADOW}.responsiveness input");
    scope.page.fill(&field, "still here").await?;
    scope.run_again().await?;
    scope.wait_for_end("done").await?;
    let typed: String = scope
        .page
        .eval("all('.responsiveness input')[0].value")
        .await?;
    assert_eq!(typed, "still here");
    scope.is_clean().await
}

#[tokio::test]
async fn a_line_number_of_the_python_links_to_its_bars() -> Result<()> {
    a_line_number_links_to_its_bars("Python").await
}

#[tokio::test]
async fn a_line_number_of_the_rust_links_to_its_bars() -> Result<()> {
    a_line_number_links_to_its_bars("Rust").await
}

async fn a_line_number_links_to_its_bars(language: &str) -> Result<()> {
    let scope = Docs::quick().open("#sync?wait=100&clock=virtual").await?;
    scope.wait_for_end("done").await?;
    scope.show_language(language).await?;
    let line: usize = scope
        .page
        .eval(
            "all('.code li').findIndex((line) =>
                line.querySelector('code').textContent.includes('sleep(') && !line.querySelector('.line-number').disabled) + 1",
        )
        .await?;
    let number = format!("{SHADOW}.code li:nth-child({line}) .line-number");
    let mut details = Vec::new();
    // A click finds the place of the number first; the page must not move it between that and the click.
    let is_still = format!(
        "new Promise((done) => {{
            const number = () => all('.code li')[{line} - 1].getBoundingClientRect().top;
            const frame = (before, same) => requestAnimationFrame(() =>
                same === 3 ? done(true) : frame(number(), number() === before ? same + 1 : 0));
            frame(number(), 0);
        }})"
    );
    for _ in 0..4 {
        assert!(scope.page.eval::<bool>(&is_still).await?);
        scope.page.click(&number).await?;
        scope.page.wait_until("text('.readout strong')").await?;
        let bar: String = scope
            .page
            .eval("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(text('.readout')))))")
            .await?;
        assert!(bar.contains(&format!("line {line}")), "{bar}");
        details.push(bar);
    }
    assert_eq!(details[0], details[3], "the first follows the last");
    details.truncate(3);
    details.sort();
    details.dedup();
    assert_eq!(details.len(), 3, "three waits that overlap: {details:#?}");

    // The arrow keys move between lines with links.
    scope.page.type_into(&number, "\u{e015}").await?;
    let focused: bool = scope
        .page
        .eval("scope().activeElement.matches('.line-number:enabled')")
        .await?;
    assert!(focused);
    scope.is_clean().await
}
