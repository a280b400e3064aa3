//! The page in another language than English: its texts, the choice of the language, and what happens without its texts.

use anyhow::{Context, Result};
use axum::Router;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::get;
use coroscope_e2e::sites;
use serde_json::Value;

use crate::element::host;
use crate::scope::{Docs, SHADOW, Scope};
use crate::script::editor::{has_editor, run_script};

/// The German texts in the build, by their English.
fn german() -> Result<Value> {
    let file = sites::file(&format!("{}/texts/de.json", sites::program()?))?;
    let mut file: Value = serde_json::from_slice(&file)?;
    Ok(file["texts"].take())
}

/// Visible texts that are English ones of the catalogue, apart from code and what the program printed. Texts of fewer than
/// three words are left out: such a word may be the same in both languages, or a name.
const ENGLISH_TEXTS: &str = r"((catalogue) => {
    const words = (text) => text.replace(/\{\w+\}/g, '').match(/[A-Za-z’']{2,}/g)?.length ?? 0;
    const forms = (english, german) => typeof german === 'string' ? [[english, german]] : Object.values(german).map((it) => [english, it]);
    const escaped = (text) => text.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '.+');
    const english = Object.entries(catalogue).flatMap(([english, german]) => forms(english, german))
        .filter(([english, german]) => words(english) >= 3 && english !== german)
        .map(([english]) => english);
    const plain = new Set(english);
    const patterns = english.filter((text) => text.includes('{')).map((text) => new RegExp(`^${escaped(text)}$`));
    const found = new Set();
    const isCode = (element) => element.closest('code, kbd, textarea, script, noscript, .code ol, .printed .line, .compare-printed .line, .cm-editor, option[lang]');
    const look = (root) => {
        for (const element of root.querySelectorAll('*')) {
            if (element.shadowRoot) look(element.shadowRoot);
            if (isCode(element)) continue;
            const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.nodeValue);
            const labels = ['aria-label', 'title', 'placeholder', 'aria-description'].map((name) => element.getAttribute(name) ?? '');
            const isVisible = element.checkVisibility({ visibilityProperty: true });
            for (const text of isVisible ? [...own, ...labels] : labels) {
                const line = text.trim().split(/\s+/).join(' ');
                if (line && (plain.has(line) || patterns.some((pattern) => pattern.test(line)))) found.add(line);
            }
        }
    };
    look(document);
    return [...found];
})";

async fn english_texts(scope: &Scope) -> Result<Vec<String>> {
    let catalogue = german()?;
    scope
        .page
        .eval(&format!("{ENGLISH_TEXTS}({catalogue})"))
        .await
}

/// Opens the playground at a path.
async fn open(path: &str) -> Result<Scope> {
    Scope::open(Docs::quick().site()?, path).await
}

async fn is_in(scope: &Scope, language: &str) -> Result<()> {
    let run = match language {
        "de" => "Ausführen",
        _ => "Run",
    };
    // While the page loads again, it has no helpers yet.
    let is_shown = format!(
        "document.documentElement.lang === '{language}' && typeof text === 'function'
            && text('button.run') === '{run}'"
    );
    scope.page.wait_until(&is_shown).await
}

#[tokio::test]
async fn a_german_page_has_no_english_texts() -> Result<()> {
    let scope = open("index.html?lang=de#gather").await?;
    is_in(&scope, "de").await?;
    let title: String = scope.page.eval("document.title").await?;
    let catalogue = german()?;
    assert_eq!(
        title,
        format!(
            "{} · Coroscope",
            catalogue["Gather"].as_str().context("Gather")?
        )
    );
    for lesson in ["gather", "sync", "queue", "timeouts", "locks"] {
        scope
            .go(&format!("#{lesson}?clock=virtual"))
            .await
            .with_context(|| lesson.to_owned())?;
        scope.wait_for_end("done").await?;
        assert!(!scope.lanes().await?.is_empty());
        for tab in ["details", "resources", "findings", "compare", "printed"] {
            scope
                .page
                .run(&format!(
                    "all('#tab-{tab}')[0].click(); await new Promise(requestAnimationFrame)"
                ))
                .await?;
            assert_eq!(
                english_texts(&scope).await?,
                Vec::<String>::new(),
                "{lesson}, {tab}"
            );
        }
    }
    let next: String = scope.page.text(".steps [rel=next]").await?;
    assert_eq!(Some(&*next), catalogue["It works on my machine"].as_str());
    scope.is_clean().await
}

#[tokio::test]
async fn a_script_that_would_hang_is_described_in_german_and_a_failed_request_in_english()
-> Result<()> {
    let scope = open("index.html?lang=de#script?clock=virtual").await?;
    is_in(&scope, "de").await?;
    has_editor(&scope).await?;
    let script = "import asyncio\nasyncio.run(asyncio.Event().wait())\n";
    let words = run_script(&scope, script, "failed").await?;
    let catalogue = german()?;
    let sentence = catalogue["Would hang here: {waits}"]
        .as_str()
        .context("a text")?;
    let (begin, _) = sentence.split_once('{').context("a value")?;
    assert!(words.starts_with(begin), "{words}");
    assert_eq!(english_texts(&scope).await?, Vec::<String>::new());

    // A program can print its errors, so they are in its log, which has no language.
    scope
        .go("#gather?clock=real&latency=0&order=together&urls=docs%2Fnowhere.txt")
        .await?;
    scope.wait_for_end("failed").await?;
    let words: String = scope.page.eval("text('.run-status')").await?;
    assert!(
        words.contains("docs/nowhere.txt could not be fetched: 404"),
        "{words}"
    );
    Ok(())
}

#[tokio::test]
async fn english_is_found_where_it_is() -> Result<()> {
    // Of the test above: an English page has many of the texts.
    let scope = Docs::quick().open("#gather?clock=virtual").await?;
    scope.wait_for_end("done").await?;
    let found = english_texts(&scope).await?;
    assert!(found.len() > 20, "{found:?}");
    assert!(found.contains(&"Zoom in (W or +)".to_owned()), "{found:?}");
    assert!(
        found.contains(
            &"See async code run: every task, every wait, every wake-up, drawn live.".to_owned()
        ),
        "{found:?}"
    );
    Ok(())
}

#[tokio::test]
async fn the_reader_chooses_the_language() -> Result<()> {
    let scope = open("index.html#queue?latency=0").await?;
    is_in(&scope, "en").await?;
    let names: Vec<String> = scope
        .page
        .eval("Array.from(document.querySelectorAll('#language option'), (it) => it.textContent)")
        .await?;
    assert_eq!(names, ["Deutsch", "English"]);
    // The script ends before the page loads again: Firefox can run a script that was interrupted once more, in the new page.
    let choose = |code: &str| {
        format!(
            "const menu = document.getElementById('language');
            menu.value = '{code}';
            setTimeout(() => menu.dispatchEvent(new Event('change')))"
        )
    };
    scope.page.run(&choose("de")).await?;
    is_in(&scope, "de").await?;
    let (hash, shown): (String, String) = scope
        .page
        .eval("[location.hash, document.getElementById('language').value]")
        .await?;
    assert_eq!((&*hash, &*shown), ("#queue?latency=0", "de"));

    // The address has precedence, the choice is for the next visit.
    scope
        .page
        .go(&scope.server.url("index.html?lang=en#sync"))
        .await?;
    is_in(&scope, "en").await?;
    scope.page.go(&scope.server.url("index.html#sync")).await?;
    is_in(&scope, "de").await?;
    scope
        .page
        .go(&scope.server.url("index.html?lang=de#sync"))
        .await?;
    is_in(&scope, "de").await?;
    scope.page.run(&choose("en")).await?;
    is_in(&scope, "en").await?;
    assert_eq!(scope.page.eval::<String>("location.search").await?, "");
    scope.is_clean().await
}

#[tokio::test]
async fn an_element_has_the_language_of_its_page() -> Result<()> {
    for (language, label) in [
        ("de", "Ausführen"),
        ("de-AT", "Ausführen"),
        ("fr", "Run"),
        ("constructor", "Run"),
    ] {
        let html = host::page(
            host::SCRIPT,
            r#"<coro-scope lesson="gather" loading="eager"></coro-scope>"#,
        );
        let html = html.replace(r#"lang="en""#, &format!(r#"lang="{language}""#));
        let scope = host::open_page(html).await?;
        scope
            .page
            .wait_until(&format!("text('button.run') === '{label}'"))
            .await
            .context(language)?;
        scope.is_clean().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_button_that_loads_the_element_is_translated() -> Result<()> {
    let html = host::page(
        host::SCRIPT,
        r#"<coro-scope lesson="gather" loading="click"></coro-scope>"#,
    );
    let scope = host::open_page(html.replace(r#"lang="en""#, r#"lang="de""#)).await?;
    scope
        .page
        .wait_until("text('button.load') === 'Dieses Beispiel ausführen'")
        .await?;
    scope.page.click(&format!("{SHADOW}button.load")).await?;
    scope
        .page
        .wait_until("text('button.run') === 'Noch einmal ausführen'")
        .await?;
    scope.is_clean().await
}

#[tokio::test]
async fn without_its_texts_a_page_is_in_english() -> Result<()> {
    let path = format!("/{}/texts/de.json", sites::program()?);
    let texts = [
        (StatusCode::NOT_FOUND, ""),
        (StatusCode::OK, "{\"texts\": {\"Run\": \"Ausf"),
        (StatusCode::OK, "{\"texts\": {\"Run\": 1}}"),
        (StatusCode::OK, "[]"),
    ];
    for (status, text) in texts {
        let answer = get(move || async move { (status, text).into_response() });
        let site = Docs::quick()
            .site()?
            .routes(Router::new().route(&path, answer));
        let scope = Scope::open(site, "index.html?lang=de#gather?clock=virtual").await?;
        scope.start().await?;
        scope.wait_for_end("done").await?;
        assert_eq!(
            scope.page.text(&format!("{SHADOW}button.run")).await?,
            "Run again",
            "{text}"
        );
        if status == StatusCode::OK {
            scope.is_clean().await?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_frame_is_in_the_language_of_its_address() -> Result<()> {
    let scope = open("embed.html?lang=de#gather?clock=virtual&nothing=1").await?;
    scope
        .page
        .wait_until("text('button.run') === 'Ausführen'")
        .await?;
    assert_eq!(
        scope.page.text(".notice").await?,
        "Die Adresse enthält „nothing“, das ist keine Einstellung."
    );
    let (label, link): (String, String) = scope
        .page
        .eval("((link) => [link.textContent, link.getAttribute('href')])(document.querySelector('.more a'))")
        .await?;
    assert_eq!(label, "Im Playground öffnen");
    assert_eq!(link, "index.html?lang=de#gather?clock=virtual");
    scope.is_clean().await?;

    // The code for other pages keeps the language, and the frame's address is all that it needs.
    let scope = open("index.html?lang=de#gather").await?;
    is_in(&scope, "de").await?;
    scope.page.click(&format!("{SHADOW}.menu summary")).await?;
    scope.page.click(&format!("{SHADOW}.embed-open")).await?;
    scope
        .page
        .wait_until("all('dialog.embed')[0]?.open")
        .await?;
    let code: String = scope
        .page
        .eval("all('dialog.embed textarea').map((it) => it.value).find((it) => it.includes('<iframe'))")
        .await?;
    assert!(code.contains("embed.html?lang=de#gather\""), "{code}");

    let scope = open("embed.html?lang=xx#gather").await?;
    scope
        .page
        .wait_until("text('button.run') === 'Run'")
        .await?;
    let language: String = scope.page.eval("document.documentElement.lang").await?;
    assert_eq!(language, "en");
    scope.is_clean().await
}
