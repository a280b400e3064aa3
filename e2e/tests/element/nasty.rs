//! Attributes that make no sense, or mean harm: the element names them, creates nothing of them, runs nothing.

use anyhow::Result;
use serde_json::json;

use crate::host::open;

const NASTY: [&str; 14] = [
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

/// Elements, in the page and inside, that only markup could have made.
const INJECTED: &str = "document.querySelectorAll('img, svg, iframe, body script').length
    + all('img, script, iframe, a, [onerror], [onload]').length";

#[tokio::test]
async fn whatever_an_attribute_says_is_text() -> Result<()> {
    let scope = open(
        r#"<coro-scope lesson="gather" latency="0" clock="virtual" loading="eager"></coro-scope>"#,
    )
    .await?;
    let page = &scope.page;
    page.wait_until("stand() === 'ready'").await?;
    let nasty = json!(NASTY);
    let long = "'x'.repeat(1_000_000)";
    let unnamed: Vec<String> = page
        .eval(&format!(
            "(async () => {{
                const element = document.querySelector('coro-scope');
                const frame = () => new Promise(requestAnimationFrame);
                const known = ['lesson', 'at', 'clock', 'loading', 'theme', 'view', 'tasks', 'order', 'errors'];
                const unnamed = [];
                for (const name of element.constructor.observedAttributes) {{
                    if (name === 'autoplay' || name === 'src') continue;
                    const before = element.getAttribute(name);
                    for (const value of [...{nasty}, {long}]) {{
                        element.setAttribute(name, value);
                        await frame();
                        const said = text('.problem') + texts('.knob .warning').join(' ');
                        if (known.includes(name) && !said.includes(name) && !(value.trim() === '' && name === 'lesson')) {{
                            unnamed.push(`${{name}}=${{value.slice(0, 50)}}: ${{said}}`);
                        }}
                        if (said.length > 1000) unnamed.push(`${{name}}: ${{said.length}} letters are too many`);
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
    // It is as good as new.
    page.wait_until("text('.problem') === '' && texts('.knob .warning').join('') === ''")
        .await?;
    page.run("document.querySelector('coro-scope').run()")
        .await?;
    scope.stands("done").await?;
    scope.is_clean().await
}

#[tokio::test]
async fn what_is_wrong_from_the_start_is_named_and_the_rest_holds() -> Result<()> {
    let markup = "&lt;img src=x onerror=alert(1)&gt;";
    let scope = open(&format!(
        r#"<coro-scope lesson="{markup}" loading="soon" theme="{markup}" view="-1" at="never" tasks="{markup}" clock="sun" autoplay></coro-scope>"#
    ))
    .await?;
    scope.stands("done").await?;
    let said: String = scope.page.eval("text('.problem')").await?;
    for words in [
        "There is no lesson “<img src=x onerror=alert(1)>”; lesson can be sync or",
        "loading can be lazy or eager or click, not “soon”. It is lazy.",
        "theme can be auto or light or dark, not “<img src=x",
        "view can be both or timeline or code, not “-1”",
        "“never” is no moment; at can be",
    ] {
        assert!(said.contains(words), "no “{words}” in: {said}");
    }
    assert!(
        scope
            .page
            .eval::<String>("texts('.knob .warning').join(' ')")
            .await?
            .contains("clock")
    );
    assert_eq!(scope.page.eval::<u32>(INJECTED).await?, 0);
    scope.is_clean().await
}
