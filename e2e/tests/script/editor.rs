//! The reader's scripts: pasted, run, stopped and failed.

use anyhow::Result;
use axum::Router;
use axum::http::HeaderMap;
use axum::routing::get;
use fantoccini::key::Key;

use crate::scope::{Docs, SHADOW, Scope, names, states};

/// Three tasks that share an oven.
const BAKERY: &str = r#"import asyncio

async def bake(oven):
    async with oven:
        await asyncio.sleep(3600)
        print("baked")

async def main():
    oven = asyncio.Lock()
    loaves = (asyncio.create_task(bake(oven), name=name) for name in ("rye", "spelt"))
    await asyncio.gather(*loaves)

asyncio.run(main())
"#;
/// Runs for ever without waiting.
const RUNAWAY: &str = "import asyncio

async def spin():
    print('here it comes')
    while True:
        pass

async def main():
    sleeper = asyncio.create_task(asyncio.sleep(5), name='sleeper')
    await asyncio.sleep(0.05)
    await asyncio.create_task(spin(), name='spinner')

asyncio.run(main())
";

/// Opens the page for scripts on the virtual clock, and waits until its editor has loaded.
pub(crate) async fn open() -> Result<Scope> {
    let scope = Docs::quick().open("#script?clock=virtual").await?;
    has_editor(&scope).await?;
    Ok(scope)
}

pub(crate) async fn has_editor(scope: &Scope) -> Result<()> {
    scope
        .page
        .wait_until("all('.cm-content').length === 1")
        .await
}

/// Replaces the content of the editor by pasting a script.
pub(crate) async fn paste(scope: &Scope, script: &str) -> Result<()> {
    let inside = format!("{SHADOW}.cm-content");
    scope.page.replace_by_pasting(&inside, script).await
}

/// Pastes and runs a script, and returns the status at its end.
pub(crate) async fn run_script(scope: &Scope, script: &str, expected: &str) -> Result<String> {
    paste(scope, script).await?;
    scope.run_again().await?;
    scope.wait_for_end(expected).await?;
    scope.page.text(&format!("{SHADOW}.run-status")).await
}

#[tokio::test]
async fn a_pasted_script_runs_and_its_tasks_are_drawn() -> Result<()> {
    let scope = open().await?;
    let status = run_script(&scope, BAKERY, "done").await?;
    // On the virtual clock, two hours in the oven take no time.
    assert!(status.starts_with("Done in 7200 s"), "{status}");
    let lanes = scope.lanes().await?;
    assert_eq!(names(&lanes), ["Task-1", "rye", "spelt"]);
    assert_eq!(states(&lanes), ["done"]);
    assert_eq!(scope.printed().await?, ["baked", "baked"]);

    // Some events later, the editor marks the lines at which tasks wait.
    let to_start = format!("{SHADOW}.player [aria-label='To the start']");
    scope.page.click(&to_start).await?;
    scope
        .page
        .run(
            "const rye = () => texts('.cm-at .chip').includes('rye');
            for (let n = 0; n < 40 && !rye(); n++) {
                all('.player [aria-label=\"Next event (.)\"]')[0].click();
                await new Promise(requestAnimationFrame);
            }",
        )
        .await?;
    let marked: String = scope.page.eval("texts('.cm-at').join('\\n')").await?;
    assert!(marked.contains("await asyncio.sleep(3600)rye"), "{marked}");
    scope.is_clean().await
}

#[tokio::test]
async fn on_the_real_clock_a_script_fetches_and_waits() -> Result<()> {
    let scope = Docs::quick().open("#script").await?;
    has_editor(&scope).await?;
    let script = "import asyncio, aiohttp, time

async def words(session, name):
    async with session.get(f'docs/{name}.txt') as response:
        return len((await response.text()).split())

async def main():
    began = time.monotonic()
    async with aiohttp.ClientSession() as session:
        counts = await asyncio.gather(*(words(session, name) for name in ('gather', 'queue')))
    await asyncio.sleep(0.1)
    print(all(count > 10 for count in counts), time.monotonic() - began >= 0.1)

asyncio.run(main())
";
    run_script(&scope, script, "done").await?;
    assert_eq!(scope.printed().await?, ["True True"]);
    scope.is_clean().await
}

#[tokio::test]
async fn requests_of_a_script_have_no_cookies() -> Result<()> {
    let echo = get(|headers: HeaderMap| async move { format!("{:?}", headers.get("cookie")) });
    let site = Docs::quick()
        .site()?
        .routes(Router::new().route("/echo", echo));
    let scope = Scope::open(site, "index.html#script?clock=virtual").await?;
    has_editor(&scope).await?;
    scope.page.run("document.cookie = 'session=secret'").await?;
    let own: String = scope
        .page
        .eval("fetch('echo').then((it) => it.text())")
        .await?;
    assert!(own.contains("secret"), "{own}");
    let script = "import asyncio, aiohttp

async def main():
    async with aiohttp.ClientSession() as session:
        async with session.get('echo') as response:
            print(await response.text())

asyncio.run(main())
";
    run_script(&scope, script, "done").await?;
    assert_eq!(scope.printed().await?, ["None"]);
    scope.is_clean().await
}

#[tokio::test]
async fn stop_ends_a_script_that_never_waits_and_keeps_the_recording() -> Result<()> {
    let scope = Docs::quick().open("#script").await?;
    has_editor(&scope).await?;
    paste(&scope, RUNAWAY).await?;
    scope.run_again().await?;
    scope
        .page
        .wait_until("printed().includes('here it comes')")
        .await?;
    let drawn: f64 = scope
        .page
        .eval(
            "(async () => {
                const began = performance.now();
                all('button.stop')[0].click();
                while (runStatus() === 'running') await new Promise(requestAnimationFrame);
                return performance.now() - began;
            })()",
        )
        .await?;
    println!("{drawn:.0} ms from Stop until the end is drawn");
    scope.wait_for_end("stopped").await?;
    let lanes = scope.lanes().await?;
    assert_eq!(names(&lanes), ["Task-1", "sleeper", "spinner"]);

    run_script(&scope, "print('and on')", "done").await?;
    assert_eq!(scope.printed().await?, ["and on"]);
    scope.is_clean().await
}

#[tokio::test]
async fn an_error_has_a_python_traceback_and_its_line_is_underlined() -> Result<()> {
    let scope = open().await?;
    for (script, line, message) in [
        (
            "import asyncio\n\nasync def main(:\n    pass\n",
            3,
            "SyntaxError",
        ),
        (
            "print('first')\n1 / 0\n",
            2,
            "ZeroDivisionError: division by zero",
        ),
        (
            "async def main():\n    await missing()\n\nimport asyncio\nasyncio.run(main())\n",
            2,
            "NameError",
        ),
        ("import js\n", 1, "No module named 'js'"),
    ] {
        let status = run_script(&scope, script, "failed").await?;
        assert!(status.contains(message), "{status}");
        let number = format!("line {line}");
        let traceback = scope.printed().await?.join("\n");
        assert!(traceback.contains(&number), "{traceback}");
        let underlined = "all('.cm-lintRange-error')[0]?.closest('.cm-line')";
        scope.page.wait_until(underlined).await?;
        let found: i32 = scope
            .page
            .eval(&format!("all('.cm-line').indexOf({underlined}) + 1"))
            .await?;
        assert_eq!(found, line, "{script}");
    }
    run_script(&scope, BAKERY, "done").await?;
    let underlined: usize = scope.page.eval("all('.cm-lintRange-error').length").await?;
    assert_eq!(underlined, 0, "what was mended is no fault any more");
    scope.is_clean().await
}

#[tokio::test]
async fn everything_works_without_a_mouse() -> Result<()> {
    let scope = open().await?;
    let page = &scope.page;
    let focused = |css: &str| format!("scope().activeElement?.matches('{css}')");
    page.run("all('.script select')[0].focus()").await?;
    // Open, Save and the buttons of its files come before the editor.
    for stop in ["input[type=file]", "button"] {
        page.press(Key::Tab).await?;
        page.wait_until(&focused(stop)).await?;
    }
    for _ in 0..3 {
        if !page.eval::<bool>(&focused(".cm-content")).await? {
            page.press(Key::Tab).await?;
        }
    }
    page.wait_until(&focused(".cm-content")).await?;
    let inside = format!("{SHADOW}.cm-content");
    let (control, release, enter) = ("\u{e009}", "\u{e000}", "\u{e007}");
    let typed = format!("{control}a{release}print('typed'){control}{enter}");
    page.type_into(&inside, &typed).await?;
    page.wait_until("runs.begun === 1").await?;
    scope.wait_for_end("done").await?;
    assert_eq!(scope.printed().await?, ["typed"]);

    // The tab key indents, except after Escape.
    page.press(Key::Tab).await?;
    page.wait_until(&focused(".cm-content")).await?;
    page.press(Key::Escape).await?;
    page.press(Key::Tab).await?;
    page.wait_until(&format!("!({})", focused(".cm-content")))
        .await?;
    scope.is_clean().await
}

#[tokio::test]
async fn a_changed_script_is_put_back_and_that_can_be_undone() -> Result<()> {
    let scope = open().await?;
    let page = &scope.page;
    let text = "all('.cm-line').map((line) => line.textContent).join('\\n')";
    let reset = format!("{SHADOW}.script .reset");
    let original: String = page.eval(text).await?;
    assert!(
        page.eval::<bool>("all('.script .reset')[0].disabled")
            .await?
    );
    paste(&scope, "print('mine')").await?;
    page.wait_until("!all('.script .reset')[0].disabled")
        .await?;
    page.click(&reset).await?;
    page.wait_until("text('.script .reset') === 'Undo reset'")
        .await?;
    assert_eq!(page.eval::<String>(text).await?, original);
    page.click(&reset).await?;
    page.wait_until("text('.script .reset') === 'Reset'")
        .await?;
    assert_eq!(page.eval::<String>(text).await?, "print('mine')");
    scope.is_clean().await
}

#[tokio::test]
async fn hidden_lines_run_and_can_be_shown() -> Result<()> {
    let scope = open().await?;
    let page = &scope.page;
    let script =
        "# coroscope: hide\ndef greet():\n    return 'hello'\n# coroscope: show\nprint(greet())\n";
    paste(&scope, script).await?;
    page.wait_until("text('.cm-hidden-lines') === 'Show 2 hidden lines'")
        .await?;
    assert!(
        !page
            .eval::<bool>("text('.cm-content').includes('def greet')")
            .await?
    );
    scope.run_again().await?;
    scope.wait_for_end("done").await?;
    assert_eq!(scope.printed().await?, ["hello"]);
    page.click(&format!("{SHADOW}.cm-hidden-lines")).await?;
    page.wait_until("text('.cm-content').includes('def greet')")
        .await?;
    assert_eq!(
        page.eval::<String>("text('.cm-hidden-lines')").await?,
        "Hide 2 lines"
    );
    page.click(&format!("{SHADOW}.cm-hidden-lines")).await?;
    page.wait_until("text('.cm-hidden-lines') === 'Show 2 hidden lines'")
        .await?;
    // An error inside is shown.
    let script = "# coroscope: hide\nx = 1 / 0\n# coroscope: show\nprint(x)\n";
    paste(&scope, script).await?;
    scope.run_again().await?;
    scope.wait_for_end("failed").await?;
    page.wait_until("text('.cm-content').includes('x = 1 / 0')")
        .await?;
    scope.is_clean().await
}
