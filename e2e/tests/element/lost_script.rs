//! A tag that has lost its script, as in a page that a tool has built.

use anyhow::Result;
use axum::Router;
use axum::response::Html;
use axum::routing::get;

use super::host::{SCRIPT, open, page};
use crate::scope::{Docs, Scope};

const FRAMES: &str = "for (let n = 0; n < 3; n++) await new Promise(requestAnimationFrame)";

#[tokio::test]
async fn it_says_so_and_runs_nothing_else() -> Result<()> {
    for (attributes, content) in [
        ("clock=\"virtual\" autoplay", ""),
        ("autoplay", "<p>async def main():</p>"),
        (
            "",
            "<div class=\"highlight\"><pre>import asyncio</pre></div>",
        ),
        ("", "<script type=\"text/x-python\"> </script>"),
        ("", "<script type=\"text/plain\">import asyncio</script>"),
        ("lesson=\"script\" autoplay", ""),
        ("lesson=\"script\"", "<pre>import asyncio</pre>"),
    ] {
        let tag = format!("<coro-scope loading=\"eager\" {attributes}>{content}</coro-scope>");
        let scope = open(&tag).await?;
        let page = &scope.page;
        page.wait_until("text('.problem').startsWith('There is no script in this tag.')")
            .await?;
        page.run(FRAMES).await?;
        let shown: (u32, String) = page
            .eval("[runs.begun, all('.script textarea')[0].value]")
            .await?;
        assert_eq!(shown, (0, String::new()), "{tag}");
        // The author mends it.
        page.run("document.querySelector('coro-scope').lesson = 'gather'")
            .await?;
        page.wait_until("text('.problem') === ''").await?;
        scope.is_clean().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_tag_that_names_nothing_is_the_first_lesson() -> Result<()> {
    for (attributes, content) in [
        ("", ""),
        (
            "theme=\"dark\" view=\"timeline\"",
            "<img src=\"data:,\" alt=\"A picture\">",
        ),
        ("waits=\"4\"", "<p>A picture</p>"),
    ] {
        let tag = format!("<coro-scope loading=\"eager\" {attributes}>{content}</coro-scope>");
        let scope = open(&tag).await?;
        let page = &scope.page;
        page.wait_until("runStatus() === 'ready'").await?;
        let shown: (String, usize) = page
            .eval("[text('.problem'), all('.script textarea').length]")
            .await?;
        assert_eq!(shown, (String::new(), 0), "{tag}");
    }
    Ok(())
}

const SHOWN: &str = "all('.script textarea')[0]?.value === 'print(42)\\n'";

#[tokio::test]
async fn a_script_that_the_page_replaces_after_it_came_is_kept() -> Result<()> {
    // As Material for MkDocs does after it has replaced the content of a page.
    let scope = open("<main></main>").await?;
    let page = &scope.page;
    page.wait_until("customElements.get('coro-scope') !== undefined")
        .await?;
    page.run(
        "const one = document.createElement('coro-scope');
         one.clock = 'virtual';
         const script = document.createElement('script');
         script.type = 'text/x-python';
         script.append('print(42)');
         one.append(script);
         document.querySelector('main').replaceChildren(one);
         const copy = document.createElement('script');
         copy.type = 'text/plain';
         copy.append(script.textContent);
         script.replaceWith(copy);
         await new Promise(requestAnimationFrame)",
    )
    .await?;
    page.wait_until(SHOWN).await?;
    // What was in the tag before it left the page counts no more.
    page.run(
        "const one = document.querySelector('coro-scope');
         one.remove();
         await new Promise(requestAnimationFrame);
         one.textContent = '';
         document.body.append(one)",
    )
    .await?;
    page.wait_until("text('.problem').startsWith('There is no script in this tag.')")
        .await?;
    // The site's policy refuses text of a script that a script made; that it is there is enough.
    Ok(())
}

#[tokio::test]
async fn a_script_that_arrives_after_its_tag_is_awaited() -> Result<()> {
    let html = page(
        SCRIPT,
        "<iframe title=\"A page that arrives slowly\"></iframe>",
    );
    let host = get(|| async {
        (
            [("content-security-policy", "object-src 'none'")],
            Html(html),
        )
    });
    let site = Docs::quick()
        .site()?
        .routes(Router::new().route("/host.html", host));
    let scope = Scope::open(site, "host.html").await?;
    let page = &scope.page;
    page.run(
        "const { contentWindow: inner, contentDocument: doc } = document.querySelector('iframe');
         doc.open();
         doc.write('<!doctype html><script type=module async src=/coro-scope.js></' + 'script>'
            + '<coro-scope lesson=gather loading=eager></coro-scope><coro-scope loading=eager clock=virtual>');
         while (!inner.customElements.get('coro-scope')) await new Promise(requestAnimationFrame);
         const [first, second] = doc.querySelectorAll('coro-scope');
         // The module is loaded when the first element is filled.
         while (!first.shadowRoot?.querySelector('.frame')) await new Promise(requestAnimationFrame);
         window.early = second.shadowRoot.querySelector('.frame') !== null;
         doc.write('<script type=text/x-python>print(42)</' + 'script></coro-scope>');
         doc.close();
         const area = () => second.shadowRoot.querySelector('.script textarea');
         while (!area()) await new Promise(requestAnimationFrame);
         window.source = area().value",
    )
    .await?;
    let found: (bool, String) = page.eval("[window.early, window.source]").await?;
    assert_eq!(found, (false, "print(42)\n".to_owned()));
    Ok(())
}
