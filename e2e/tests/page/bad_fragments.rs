//! Invalid fragments and values: the page says what is wrong, and stays usable.

use anyhow::Result;

use crate::scope::{Docs, SHADOW, Scope};

/// Elements that no input may create.
const INJECTED: &str = "document.querySelectorAll('img').length - 1 \
    + all('img, script, iframe, a:not(.way-back a, .own-program a, .finding-actions a, .printed .list > li > a)').length + document.querySelectorAll('main script').length";

/// The page's message about a fragment.
async fn notice(scope: &Scope) -> Result<String> {
    scope
        .page
        .wait_until("!document.getElementById('notice').hidden")
        .await?;
    scope.page.text("#notice").await
}

/// The warning of a setting.
async fn warning(scope: &Scope, setting: &str) -> Result<String> {
    let shown = format!("all('#{setting}-notice').some((notice) => !notice.hidden)");
    scope.page.wait_until(&shown).await?;
    scope.page.text(&format!("{SHADOW}#{setting}-notice")).await
}

async fn value(scope: &Scope, setting: &str) -> Result<String> {
    scope
        .page
        .eval(&format!("all('[name={setting}]')[0].value"))
        .await
}

/// The page still works.
async fn is_usable(scope: &Scope) -> Result<()> {
    assert_eq!(scope.page.eval::<u32>(INJECTED).await?, 0);
    scope.go("#queue?latency=0&work=0&documents=2").await?;
    scope.wait_for_end("done").await?;
    assert!(
        scope
            .page
            .eval::<bool>("document.getElementById('notice').hidden")
            .await?
    );
    assert!(
        scope
            .page
            .eval::<bool>("all('.warning').every((warning) => warning.hidden)")
            .await?
    );
    scope.is_clean().await
}

#[tokio::test]
async fn an_unknown_lesson_is_named() -> Result<()> {
    let scope = Docs::quick().open("#nothing?latency=0").await?;
    let notice = notice(&scope).await?;
    assert!(
        notice.contains("No lesson is called “nothing”")
            && notice.contains("sync, pause, loop, gather"),
        "{notice}"
    );
    assert_eq!(
        scope.page.text(&format!("{SHADOW}.title")).await?,
        "Synchronous and asynchronous"
    );
    is_usable(&scope).await
}

#[tokio::test]
async fn an_unknown_setting_is_named() -> Result<()> {
    let scope = Docs::quick().open("#gather?latency=0&taks=3").await?;
    let notice = notice(&scope).await?;
    assert!(
        notice.contains("no setting “taks”") && notice.contains("tasks, latency"),
        "{notice}"
    );
    scope.wait_for_end("done").await?;
    is_usable(&scope).await
}

#[tokio::test]
async fn an_invalid_fragment_is_quoted_as_text_and_shortened() -> Result<()> {
    let markup = "<img src=x onerror=alert(1)>";
    let long = "x".repeat(100_000);
    let scope = Docs::quick().open("#%%%").await?;
    assert!(notice(&scope).await?.contains("“%%%”"));
    for (fragment, quoted) in [
        (format!("#{markup}"), markup.to_owned()),
        ("#gather?tasks".to_owned(), "“tasks”".to_owned()),
        ("#gather?tasks=%E0%A4%A".to_owned(), "“%E0%A4%A”".to_owned()),
        (format!("#gather?{markup}=1"), "“<img src”".to_owned()),
        (format!("#{long}"), format!("“{}…”", &long[..40])),
        (format!("#gather?{long}"), format!("“{}…”", &long[..40])),
        (format!("#gather?{long}=1"), format!("“{}…”", &long[..40])),
    ] {
        let hash = serde_json::json!(fragment);
        scope.page.run(&format!("location.hash = {hash}")).await?;
        let quoted = serde_json::json!(quoted);
        scope
            .page
            .wait_until(&format!(
                "document.getElementById('notice').textContent.includes({quoted})"
            ))
            .await?;
        let notice = notice(&scope).await?;
        assert!(notice.len() < 400, "{notice}");
    }
    is_usable(&scope).await
}

#[tokio::test]
async fn values_in_a_fragment_are_clamped_with_a_warning() -> Result<()> {
    let markup = "<img src=x onerror=alert(1)>";
    let settings = format!("tasks={markup}&latency=-7&order=sideways&errors=all");
    let scope = Docs::quick().open(&format!("#gather?{settings}")).await?;
    let tasks = warning(&scope, "tasks").await?;
    assert!(
        tasks.contains(&format!("“{markup}” is not a whole number")),
        "{tasks}"
    );
    assert!(!tasks.contains("attribute"), "{tasks}");
    assert_eq!(value(&scope, "tasks").await?, "5");
    assert!(
        warning(&scope, "latency")
            .await?
            .contains("-7 is less than 0; using 0")
    );
    assert_eq!(value(&scope, "latency").await?, "0");
    assert!(
        warning(&scope, "order")
            .await?
            .contains("“sideways” is not one of both, together")
    );
    assert_eq!(value(&scope, "order").await?, "both");
    scope.wait_for_end("done").await?;
    assert_eq!(scope.lanes().await?.len(), 7);

    scope
        .go("#queue?capacity=99999999999999999999&consumers=0&latency=0&work=0")
        .await?;
    assert!(
        warning(&scope, "capacity")
            .await?
            .contains("is more than 1000; using 1000")
    );
    assert_eq!(value(&scope, "capacity").await?, "1000");
    assert!(
        warning(&scope, "consumers")
            .await?
            .contains("0 is less than 1; using 1")
    );
    scope.wait_for_end("done").await?;
    is_usable(&scope).await
}

#[tokio::test]
async fn typed_values_are_clamped_with_a_warning() -> Result<()> {
    let scope = Docs::quick()
        .open("#queue?latency=0&work=0&documents=2")
        .await?;
    scope.wait_for_end("done").await?;
    let field = |name: &str| format!("{SHADOW}[name={name}]");
    scope.page.fill(&field("capacity"), "5000").await?;
    assert!(
        warning(&scope, "capacity")
            .await?
            .contains("5000 is more than 1000; using 1000")
    );
    assert_eq!(value(&scope, "capacity").await?, "1000");
    scope.page.fill(&field("consumers"), "0").await?;
    assert!(
        warning(&scope, "consumers")
            .await?
            .contains("0 is less than 1; using 1")
    );
    assert_eq!(value(&scope, "consumers").await?, "1");
    // The other field's warning stays until that field changes.
    assert!(warning(&scope, "capacity").await?.contains("5000"));
    let hash: String = scope.page.eval("location.hash").await?;
    assert!(
        hash.contains("capacity=1000") && hash.contains("consumers=1"),
        "{hash}"
    );

    scope.page.fill(&field("capacity"), "3").await?;
    scope
        .page
        .wait_until("all('#capacity-notice')[0].hidden")
        .await?;
    scope.page.fill(&field("documents"), "").await?;
    assert!(
        warning(&scope, "documents")
            .await?
            .contains("not a whole number")
    );
    assert_eq!(value(&scope, "documents").await?, "2");
    scope.run_again().await?;
    scope.wait_for_end("done").await?;
    scope.is_clean().await
}
