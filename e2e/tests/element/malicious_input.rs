//! Malformed or malicious attributes and fragments: the element names them, and creates or runs nothing.

use anyhow::Result;
use serde_json::json;

use super::host::open;
use crate::scope::{Docs, Scope};

const MALICIOUS: [&str; 14] = [
    "",
    " ",
    "<img src=x onerror=\"window.hacked = true\">",
    "\"><script>window.hacked = true</script>",
    "<svg onload=window.hacked=true>",
    "javascript:window.hacked=true",
    "${window.hacked = true}",
    "-1",
    "99999999999999999999999999999999999999999999",
    "-99999999999999999999999999999999999999999999",
    "1e309",
    "NaN",
    "\u{202e}\u{0}\u{feff}",
    "../../../../etc/passwd",
];

/// Elements in the page and in the shadow root that only injected markup could have created.
const INJECTED: &str = "document.querySelectorAll('img, svg, iframe, body script').length
    + all('img, script, iframe, a:not(.way-back a, .own-program a, .finding-actions a, .printed .list > li > a), [onerror], [onload]').length";

#[tokio::test]
async fn an_attribute_is_only_ever_shown_as_text() -> Result<()> {
    let scope = open(
        r#"<coro-scope lesson="gather" latency="0" clock="virtual" loading="eager"></coro-scope>"#,
    )
    .await?;
    let page = &scope.page;
    page.wait_until("runStatus() === 'ready'").await?;
    let malicious = json!(MALICIOUS);
    let long = "'x'.repeat(1_000_000)";
    let unnamed: Vec<String> = page
        .eval(&format!(
            "(async () => {{
                const element = document.querySelector('coro-scope');
                const frame = () => new Promise(requestAnimationFrame);
                const known = ['lesson', 'at', 'clock', 'speed', 'loading', 'theme', 'view', 'tasks', 'order', 'errors'];
                const unnamed = [];
                for (const name of element.constructor.observedAttributes) {{
                    if (name === 'autoplay' || name === 'src') continue;
                    const before = element.getAttribute(name);
                    for (const value of [...{malicious}, {long}]) {{
                        element.setAttribute(name, value);
                        await frame();
                        const message = text('.problem') + texts('.setting .warning').join(' ');
                        if (known.includes(name) && !message.includes(name) && !(value.trim() === '' && name === 'lesson')) {{
                            unnamed.push(`${{name}}=${{value.slice(0, 50)}}: ${{message}}`);
                        }}
                        if (message.length > 1000) unnamed.push(`${{name}}: ${{message.length}} letters are too many`);
                    }}
                    if (before === null) element.removeAttribute(name);
                    else element.setAttribute(name, before);
                    await frame();
                }}
                return unnamed;
            }})()"
        ))
        .await?;
    assert_eq!(unnamed, Vec::<String>::new());
    assert_eq!(page.eval::<u32>(INJECTED).await?, 0);
    assert!(page.eval::<bool>("window.hacked === undefined").await?);
    // The element still works.
    page.wait_until("text('.problem') === '' && texts('.setting .warning').join('') === ''")
        .await?;
    page.run("document.querySelector('coro-scope').run()")
        .await?;
    scope.wait_for_end("done").await?;
    scope.is_clean().await
}

/// A generator of texts from malicious fragments, with a fixed seed.
const TEXTS: &str = r#"
    const PIECES = ['<', '>', '</', '"', "'", '`', '&', '&lt;', '=', '/', '?', '#', '%', '%3C', '%00', ' ', '\n',
        '\0', '\u202e', '\ud800', '\u{1f9ea}', 'script', 'img src=x onerror=', 'svg onload=', 'iframe srcdoc=',
        'window.hacked=1', 'javascript:', 'data:text/html,', '${', '}', '{{', '--', '-', '9', '1e999', 'e', 'ms',
        '__proto__', 'constructor', 'gather', 'tasks', 'real'];
    let seed = 6;
    const below = (most) => {
        seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
        return Math.floor((seed / 2 ** 32) * most);
    };
    const text = () => Array.from({ length: 1 + below(7) }, () => PIECES[below(PIECES.length)]).join('');
    const frame = () => new Promise(requestAnimationFrame);"#;

#[tokio::test]
async fn no_text_becomes_an_element_or_runs() -> Result<()> {
    let scope =
        open(r#"<coro-scope lesson="gather" clock="virtual" loading="eager"></coro-scope>"#)
            .await?;
    let page = &scope.page;
    page.wait_until("runStatus() === 'ready'").await?;
    page.run(&format!(
        "{TEXTS}
         const element = document.querySelector('coro-scope');
         const names = element.constructor.observedAttributes.filter((it) => !['autoplay', 'src', 'script'].includes(it));
         for (let n = 0; n < 1500; n += 1) {{
             const name = names[below(names.length)];
             const value = text();
             element.setAttribute(name, value);
             if (n % 5 === 4) await frame();
             if ({INJECTED} || window.hacked) throw new Error(`${{name}}=${{value}}`);
             if (below(3) === 0) element.removeAttribute(name);
         }}"
    ))
    .await?;
    scope.is_clean().await
}

#[tokio::test]
async fn no_fragment_becomes_an_element_or_runs() -> Result<()> {
    for address in ["embed.html#gather", "index.html#gather"] {
        let scope = Scope::open(Docs::quick().site()?, address).await?;
        let page = &scope.page;
        page.wait_until("['ready', 'done'].includes(runStatus())")
            .await?;
        page.run(&format!(
            "{TEXTS}
             const count = () => document.querySelectorAll('*').length + all('img, script, iframe, a:not(.way-back a, .own-program a, .finding-actions a, .printed .list > li > a)').length;
             const before = count();
             // The browser ignores some of more than 200 navigations in ten seconds.
             for (let n = 0; n < 150; n += 1) {{
                 const value = [text(), '?', text(), '=', text(), '&', text()].slice(0, 1 + below(7)).join('');
                 location.hash = value.replace(/src/g, 'crs');
                 if (n % 5 === 4) await frame();
                 if (count() !== before || window.hacked) throw new Error(value);
             }}"
        ))
        .await?;
        scope.is_clean().await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_invalid_initial_attribute_is_named_and_the_others_apply() -> Result<()> {
    let markup = "&lt;img src=x onerror=alert(1)&gt;";
    let scope = open(&format!(
        r#"<coro-scope lesson="{markup}" loading="soon" theme="{markup}" view="-1" at="never" tasks="{markup}" clock="sun" autoplay></coro-scope>"#
    ))
    .await?;
    scope.wait_for_end("done").await?;
    let message: String = scope.page.eval("text('.problem')").await?;
    for words in [
        "No lesson is called “<img src=x onerror=alert(1)>”. The lessons are sync,",
        "loading can be lazy or eager or click, not “soon”. Using lazy.",
        "theme can be auto or light or dark, not “<img src=x",
        "view can be both or timeline or code or picture, not “-1”",
        "“never” is not a moment: at can be a time",
    ] {
        assert!(message.contains(words), "no “{words}” in: {message}");
    }
    assert!(
        scope
            .page
            .eval::<String>("texts('.setting .warning').join(' ')")
            .await?
            .contains("clock")
    );
    assert_eq!(scope.page.eval::<u32>(INJECTED).await?, 0);
    scope.is_clean().await
}
