//! Attributes and properties reflect each other, whenever they are set.

use anyhow::Result;
use axum::Router;
use axum::routing::get;
use fantoccini::key::Key;

use super::host::{SCRIPT, open, open_page, page, routes};
use crate::scope::{Docs, SHADOW, Scope};

const QUICK: &str = r#"<coro-scope lesson="gather" latency="0" order="together" clock="virtual" autoplay></coro-scope>"#;

#[tokio::test]
async fn attributes_and_properties_reflect_each_other() -> Result<()> {
    let scope = open("<coro-scope></coro-scope>").await?;
    let page = &scope.page;
    page.run("window.element = document.querySelector('coro-scope')")
        .await?;
    page.run("await customElements.whenDefined('coro-scope')")
        .await?;
    let mismatches: Vec<String> = page
        .eval(
            "customElements.get('coro-scope').observedAttributes.filter((name) => {
                const before = element[name];
                if (name === 'autoplay') {
                    element.autoplay = true;
                    const on = element.getAttribute(name) === '';
                    element.autoplay = false;
                    return !on || element.hasAttribute(name);
                }
                const words = {
                    loading: 'click', theme: 'dark', view: 'code', guide: 'off', language: 'rust', speed: '1/10',
                };
                const value = words[name] ?? '7';
                element[name] = value;
                const there = element.getAttribute(name) === value && element[name] === value;
                element[name] = null;
                return !there || element.hasAttribute(name) || element[name] !== before;
            })",
        )
        .await?;
    assert_eq!(mismatches, Vec::<String>::new());
    let defaults: (String, String, String, String, bool) = page
        .eval("[element.lesson, element.loading, element.theme, element.view, element.autoplay]")
        .await?;
    let expected = ("", "lazy", "auto", "both", false);
    let defaults = (
        &*defaults.0,
        &*defaults.1,
        &*defaults.2,
        &*defaults.3,
        defaults.4,
    );
    assert_eq!(defaults, expected);
    // A number is converted to a string, and an invalid value counts as missing.
    let actual: (String, String, String) = page
        .eval(
            "(() => { element.tasks = 3; element.view = 'sideways';
                return [element.getAttribute('tasks'), element.getAttribute('view'), element.view]; })()",
        )
        .await?;
    assert_eq!(actual, ("3".into(), "sideways".into(), "both".into()));
    scope.is_clean().await
}

#[tokio::test]
async fn attributes_and_properties_set_before_the_class_is_defined_count() -> Result<()> {
    let scope = open_page(page("", "<main></main>")).await?;
    let page = &scope.page;
    page.run(
        "const early = document.createElement('coro-scope');
         Object.assign(early, { lesson: 'gather', tasks: 2, order: 'together', clock: 'virtual', autoplay: true });
         early.setAttribute('latency', '0');
         document.querySelector('main').append(early);
         await imported('/coro-scope.js')",
    )
    .await?;
    scope.wait_for_end("done").await?;
    assert_eq!(scope.lanes().await?.len(), 3);
    assert_eq!(
        page.eval::<String>("document.querySelector('coro-scope').getAttribute('tasks')")
            .await?,
        "2"
    );
    // The properties set earlier do not hide the accessors.
    page.run("document.querySelector('coro-scope').tasks = 4")
        .await?;
    page.wait_until("lanes().length === 5 && runStatus() === 'done'")
        .await?;
    scope.is_clean().await
}

#[tokio::test]
async fn a_setting_changed_by_the_reader_is_reflected_in_the_attribute() -> Result<()> {
    let scope = open(QUICK).await?;
    let page = &scope.page;
    scope.wait_for_end("done").await?;
    page.run(
        "document.querySelector('coro-scope').addEventListener('settings', (event) => {
            window.link = event.detail.link; })",
    )
    .await?;
    page.fill(&format!("{SHADOW}[name=tasks]"), "3").await?;
    page.wait_until("window.link !== undefined").await?;
    let actual: (String, String) = page
        .eval("[document.querySelector('coro-scope').tasks, window.link]")
        .await?;
    assert_eq!(
        actual,
        (
            "3".into(),
            "#gather?tasks=3&latency=0&order=together".into()
        )
    );
    // The attribute changes to the value that is already set, so it runs only once.
    page.wait_until("runs.ended === 2").await?;
    assert_eq!(page.eval::<u32>("runs.begun").await?, 2);
    page.fill(&format!("{SHADOW}[name=tasks]"), "99999").await?;
    page.wait_until("document.querySelector('coro-scope').tasks === '10000'")
        .await?;
    page.wait_until("text('#tasks-notice').includes('99999 is more than 10000')")
        .await?;
    scope.is_clean().await
}

#[tokio::test]
async fn a_field_that_the_reader_edits_is_not_overwritten() -> Result<()> {
    let scope = open(QUICK).await?;
    let page = &scope.page;
    scope.wait_for_end("done").await?;
    page.run(
        "window.element = document.querySelector('coro-scope');
         window.field = all('[name=tasks]')[0];
         field.focus();
         field.select()",
    )
    .await?;
    let tasks = format!("{SHADOW}[name=tasks]");
    page.type_into(&tasks, "1").await?;
    // Each change of an attribute writes all fields in the next frame.
    page.run("element.tasks = 7; element.latency = 1").await?;
    page.wait_until("all('[name=latency]')[0].value === '1'")
        .await?;
    page.type_into(&tasks, "2").await?;
    assert_eq!(page.eval::<String>("field.value").await?, "12");
    page.press(Key::Tab).await?;
    page.wait_until("element.tasks === '12'").await?;

    // If the reader types the value that was there before, nothing has changed, and the attribute's value is shown.
    page.run("field.focus(); field.select()").await?;
    page.type_into(&tasks, "1").await?;
    page.run("element.tasks = 8; element.latency = 0").await?;
    page.wait_until("all('[name=latency]')[0].value === '0'")
        .await?;
    page.type_into(&tasks, "2").await?;
    page.press(Key::Tab).await?;
    page.wait_until("field.value === '8'").await?;
    assert_eq!(page.eval::<String>("element.tasks").await?, "8");
    scope.is_clean().await
}

#[tokio::test]
async fn the_view_attribute_selects_the_shown_parts() -> Result<()> {
    let scope = open(QUICK).await?;
    let page = &scope.page;
    scope.wait_for_end("done").await?;
    for (view, shown) in [
        ("timeline", [false, false, true]),
        ("code", [true, true, false]),
        ("picture", [false, false, true]),
        ("both", [true, true, true]),
    ] {
        page.run(&format!(
            "document.querySelector('coro-scope').view = '{view}'"
        ))
        .await?;
        let visible: [bool; 3] = page
            .eval("['.code', '.side', '.timeline'].map((part) => all(part)[0].checkVisibility())")
            .await?;
        assert_eq!(visible, shown, "{view}");
    }
    scope.is_clean().await
}

#[tokio::test]
async fn language_chooses_the_language_of_the_program() -> Result<()> {
    let scope = open(&QUICK.replacen("<coro-scope", "<coro-scope language=\"rust\"", 1)).await?;
    let page = &scope.page;
    scope.wait_for_end("done").await?;
    page.wait_until("text('.code h3').endsWith('gather.rs')")
        .await?;
    page.run("document.querySelector('coro-scope').language = 'python'")
        .await?;
    page.wait_until("text('.code h3').endsWith('gather.py')")
        .await?;
    // What the reader chooses stays when the page changes the lesson.
    scope.show_language("Rust").await?;
    page.run("document.querySelector('coro-scope').lesson = 'sync'")
        .await?;
    page.wait_until("text('.code h3').endsWith('sync.rs')")
        .await?;
    scope.is_clean().await
}

#[tokio::test]
async fn a_page_can_set_colors_and_sizes() -> Result<()> {
    let head = format!("{SCRIPT}<link rel=\"stylesheet\" href=\"host.css\">");
    let html = page(&head, QUICK);
    let css = "html { font-size: 50% } body { font-size: 20px }
        coro-scope { --coro-run: rgb(1, 2, 3); --coro-timeline-size: 500px }
        coro-scope::part(timeline) { border: 3px solid rgb(4, 5, 6) }";
    let style = axum::Router::new().route(
        "/host.css",
        axum::routing::get(move || async move { ([("content-type", "text/css")], css) }),
    );
    let site = crate::scope::Docs::quick()
        .site()?
        .routes(super::host::routes(html))
        .routes(style);
    let scope = crate::scope::Scope::open(site, "host.html").await?;
    scope.wait_for_end("done").await?;
    let found: (String, String, String, String) = scope
        .page
        .eval(
            "[getComputedStyle(all('.rows .running')[0]).fill,
              getComputedStyle(all('.timeline')[0]).blockSize,
              getComputedStyle(all('.timeline')[0]).borderTopColor,
              getComputedStyle(all('.title')[0]).fontSize]",
        )
        .await?;
    // The title is 1.5 times as large as the host's text, independent of the root's font.
    let expected = ("rgb(1, 2, 3)", "500px", "rgb(4, 5, 6)", "30px");
    let found = (&*found.0, &*found.1, &*found.2, &*found.3);
    assert_eq!(found, expected);
    scope.is_clean().await
}

#[tokio::test]
async fn an_attribute_without_effect_is_reported() -> Result<()> {
    for (tag, message) in [
        (
            r#"<coro-scope lesson="gather" code="abc" loading="eager"></coro-scope>"#,
            "code has no effect with lesson=\"gather\". Leave one of them out.",
        ),
        (
            r#"<coro-scope lesson="" loading="eager"></coro-scope>"#,
            "lesson is empty. Use the id of a lesson, or script. This is the first lesson.",
        ),
        (
            r#"<coro-scope live="bogus" loading="eager"></coro-scope>"#,
            "live can be corner or empty, not “bogus”. The timeline is here.",
        ),
    ] {
        let scope = open(tag).await?;
        scope.page.wait_until("text('.problem') !== ''").await?;
        let found: String = scope.page.eval("text('.problem')").await?;
        assert!(found.contains(message), "{tag}: {found}");
        scope.is_clean().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_message_disappears_with_its_attribute() -> Result<()> {
    let scope =
        open(r#"<coro-scope lesson="gather" code="abc" loading="eager"></coro-scope>"#).await?;
    scope.page.wait_until("text('.problem') !== ''").await?;
    scope
        .page
        .run("document.querySelector('coro-scope').removeAttribute('code')")
        .await?;
    scope.page.wait_until("text('.problem') === ''").await?;
    scope.is_clean().await
}

#[tokio::test]
async fn the_picture_view_is_a_title_a_picture_a_status_and_a_run_button() -> Result<()> {
    let scope = open(
        r#"<coro-scope lesson="locks" clock="virtual" view="picture" loading="eager"></coro-scope>"#,
    )
    .await?;
    let page = &scope.page;
    page.wait_until("all('.timeline').length === 1").await?;
    let visible = "all('.title, button, select, input, a, .axis, .before-run, .run-status')
        .filter((it) => it.checkVisibility({ visibilityProperty: true }))
        .map((it) => it.getAttribute('class').split(' ')[0])";
    let found: Vec<String> = page.eval(visible).await?;
    // Without a run there is no axis: it would show times that mean nothing.
    assert_eq!(found, ["title", "run", "run-status", "empty"]);
    page.click(&format!("{SHADOW}button.run")).await?;
    scope.wait_for_end("done").await?;
    let found: Vec<String> = page.eval(visible).await?;
    assert_eq!(found, ["title", "run", "run-status", "axis"]);
    scope.is_clean().await
}

#[tokio::test]
async fn the_guide_can_be_left_out() -> Result<()> {
    let scope =
        open(r#"<coro-scope lesson="sync" clock="virtual" loading="eager"></coro-scope>"#).await?;
    let page = &scope.page;
    page.wait_until("texts('.guess').length === 2").await?;
    let is_shown = "all('.guide, .after').map((part) => part.getClientRects().length > 0)";
    assert_eq!(page.eval::<Vec<bool>>(is_shown).await?, [true, true]);
    page.run("document.querySelector('coro-scope').guide = 'off'")
        .await?;
    assert_eq!(page.eval::<Vec<bool>>(is_shown).await?, [false, false]);
    scope.is_clean().await
}

#[tokio::test]
async fn an_empty_text_turns_a_flag_on_as_in_the_tag() -> Result<()> {
    let scope = open("<coro-scope></coro-scope>").await?;
    let page = &scope.page;
    page.run("await customElements.whenDefined('coro-scope')")
        .await?;
    // React 19 sets the property for `autoplay=""` of a tag.
    page.run("document.querySelector('coro-scope').autoplay = ''")
        .await?;
    assert!(
        page.eval::<bool>("document.querySelector('coro-scope').hasAttribute('autoplay')")
            .await?
    );
    scope.is_clean().await
}

#[tokio::test]
async fn a_property_that_a_page_copied_from_nowhere_changes_nothing() -> Result<()> {
    // Material for MkDocs does this to all elements with `src` when it navigates by itself.
    const EARLY: &str = "const element = document.querySelector('coro-scope');
        element.lesson = element.lesson;
        element.src = element.src;";
    let body = r#"<coro-scope lesson="pause"></coro-scope><script src="early.js"></script>"#;
    let early = get(|| async { ([("content-type", "text/javascript")], EARLY) });
    let site = (Docs::quick().site()?)
        .routes(routes(page("", &format!("{body}{SCRIPT}"))))
        .routes(Router::new().route("/early.js", early));
    let scope = Scope::open(site, "host.html").await?;
    let page = &scope.page;
    page.run("await customElements.whenDefined('coro-scope')")
        .await?;
    page.wait_until("document.querySelector('coro-scope').getAttribute('lesson') === 'pause'")
        .await?;
    assert!(
        !page
            .eval::<bool>("document.querySelector('coro-scope').hasAttribute('src')")
            .await?
    );
    scope.is_clean().await
}
