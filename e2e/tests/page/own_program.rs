//! “Your own program”: how to record one, the samples, and the way back from a recording.

use anyhow::Result;
use coroscope_e2e::{Browser, needs};
use fantoccini::key::Key;

use super::accessible::violations;
use crate::scope::{Docs, SHADOW, Scope};

const IN_LIST: &str = ".rail a[href='#recording']";
const SHOWN: &str =
    "text('.title') === 'Your own program' && all('.own-program')[0].checkVisibility()";

/// The samples: name, title, what the findings say about it, and a lane.
const SAMPLES: [(&str, &str, &str, &str); 3] = [
    (
        "blocked-loop",
        "A FastAPI service whose login blocks the loop",
        "without a pause",
        "order 1",
    ),
    (
        "small-pool",
        "A connection pool that is too small",
        "still waiting for",
        "request 1",
    ),
    (
        "lost-failure",
        "A mail that was never sent",
        "mail to Cleo",
        "mail to Cleo",
    ),
];

async fn is_marked(scope: &Scope) -> Result<()> {
    let marked = format!("document.querySelector('.rail [aria-current]')?.matches(\"{IN_LIST}\")");
    scope.page.wait_until(&marked).await
}

#[tokio::test]
async fn each_sample_is_opened_from_the_list_and_led_back_from() -> Result<()> {
    let scope = Docs::quick().open_idle("#sync").await?;
    let page = &scope.page;
    page.wait_until("document.querySelector('.rail [aria-current]')")
        .await?;
    page.click(IN_LIST).await?;
    page.wait_until(SHOWN).await?;
    page.wait_until("document.title === 'Your own program · Coroscope'")
        .await?;
    is_marked(&scope).await?;
    for (name, title, finding, lane) in SAMPLES {
        page.click(&format!("{SHADOW}.samples a[href$='{name}.coro.json']"))
            .await?;
        page.wait_until(&format!(
            "text('.title') === '{title}' && lanes().length > 0"
        ))
        .await?;
        page.wait_until(&format!("document.title === '{title} · Coroscope'"))
            .await?;
        page.wait_until(&format!("text('.findings').includes('{finding}')"))
            .await?;
        page.wait_until("text('.question').endsWith('?')").await?;
        page.wait_until(&format!(
            "lanes().some((it) => it.name.startsWith('{lane}'))"
        ))
        .await?;
        page.wait_until(&format!(
            "all('.code li').length > 20 && text('.code').includes('{name}.py')"
        ))
        .await?;
        is_marked(&scope).await?;
        page.click(&format!("{SHADOW}.way-back a")).await?;
        page.wait_until(SHOWN).await?;
        let hash: String = page.eval("location.hash").await?;
        assert_eq!(hash, "#recording");
        page.wait_until("lanes().length === 0").await?;
    }
    scope.is_clean().await
}

#[tokio::test]
async fn a_file_of_the_readers_is_opened_and_closed() -> Result<()> {
    let scope = Docs::quick().open_idle("#recording").await?;
    let page = &scope.page;
    page.wait_until(SHOWN).await?;
    // What is no recording is refused with the reason.
    let choose = |text: &str| {
        format!(
            "const files = new DataTransfer();
             files.items.add(new File([{text}], 'run.json'));
             const input = all('.own-program input')[0];
             input.files = files.files;
             input.dispatchEvent(new Event('change'))"
        )
    };
    page.run(&choose("'{}'")).await?;
    page.wait_until("text('.problem').startsWith('run.json was not opened.')")
        .await?;
    page.run(&choose(
        "await (await fetch('recordings/small-pool.coro.json')).text()",
    ))
    .await?;
    page.wait_until("text('.title') === 'small-pool.py' && text('.problem') === ''")
        .await?;
    // The address has not changed, and the link leads back all the same.
    assert_eq!(page.eval::<String>("location.hash").await?, "#recording");
    page.click(&format!("{SHADOW}.way-back a")).await?;
    page.wait_until(SHOWN).await?;
    // So does that of the list, which is already the address.
    page.run(&choose(
        "await (await fetch('recordings/small-pool.coro.json')).text()",
    ))
    .await?;
    page.wait_until("text('.title') === 'small-pool.py' && lanes().length > 0")
        .await?;
    page.click(IN_LIST).await?;
    page.wait_until(SHOWN).await?;
    page.wait_until("document.title === 'Your own program · Coroscope' && lanes().length === 0")
        .await?;
    scope.is_clean().await
}

#[tokio::test]
async fn a_command_is_copied() -> Result<()> {
    let scope = Docs::quick().open_idle("#recording").await?;
    let page = &scope.page;
    page.wait_until(SHOWN).await?;
    page.run("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
        .await?;
    page.click(&format!("{SHADOW}.command button")).await?;
    page.wait_until("text('.own-program .feedback') === 'It is copied.'")
        .await?;
    let copied: String = page.eval("window.copied").await?;
    assert_eq!(copied, "pip install ./python\npython -m coroscope app.py");
    scope.is_clean().await
}

#[tokio::test]
async fn a_sample_is_opened_and_left_by_keyboard() -> Result<()> {
    let scope = Docs::quick().open_idle("#recording").await?;
    let page = &scope.page;
    page.wait_until(SHOWN).await?;
    page.run("all('.samples a')[1].focus()").await?;
    page.press(Key::Enter).await?;
    page.wait_until(
        "text('.title') === 'A connection pool that is too small' && lanes().length > 0",
    )
    .await?;
    page.run("all('.way-back a')[0].focus()").await?;
    page.press(Key::Enter).await?;
    page.wait_until(SHOWN).await?;
    scope.is_clean().await
}

#[tokio::test]
async fn on_a_phone_nothing_is_wider_than_the_window() -> Result<()> {
    needs!(Narrow);
    let browser = Browser::start().await?;
    browser.resize(390, 844).await?;
    let scope = Scope::open_in(browser, Docs::quick().site()?, "index.html#recording").await?;
    let page = &scope.page;
    page.wait_until(SHOWN).await?;
    let excess = "document.documentElement.scrollWidth - innerWidth";
    assert!(page.eval::<i32>(excess).await? <= 0);
    page.run("location.hash = '#recording?src=recordings/blocked-loop.coro.json'")
        .await?;
    page.wait_until("lanes().length > 0").await?;
    assert!(page.eval::<i32>(excess).await? <= 0);
    scope.is_clean().await
}

#[tokio::test]
async fn it_is_accessible_in_light_and_dark() -> Result<()> {
    needs!(Media);
    let scope = Docs::quick().open_idle("#recording").await?;
    scope.page.wait_until(SHOWN).await?;
    for scheme in ["light", "dark"] {
        scope
            .page
            .prefer(&[("prefers-color-scheme", scheme)])
            .await?;
        assert_eq!(violations(&scope).await?, Vec::<String>::new(), "{scheme}");
    }
    scope.is_clean().await
}
