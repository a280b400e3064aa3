//! URLs that cannot be fetched: their tasks fail and say why, and the page goes on.

use std::net::Ipv4Addr;

use anyhow::{Context, Result};
use axum::Router;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::routing::get;
use coroscope_e2e::{BrowserEngine, engine, sites};
use tokio::net::TcpSocket;
use xtask::server::POLICY;

use crate::scope::{Docs, Scope, names, states};

/// What is fetched with `errors=all` or `errors=first`, one of it in each line.
fn gather(errors: &str, urls: &[&str]) -> String {
    let urls = urls.join("\n");
    let urls: String = url::form_urlencoded::byte_serialize(urls.as_bytes()).collect();
    format!("#gather?order=together&latency=0&errors={errors}&urls={urls}")
}

/// A port that is taken and that nobody listens at, nor can while this is kept.
fn refusing_port() -> Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    socket.bind((Ipv4Addr::LOCALHOST, 0).into())?;
    Ok(socket)
}

/// That the sign of a task's end tells why it failed, and that however long they are, nothing moves for them.
async fn tells(scope: &Scope, row: usize, why: &str) -> Result<()> {
    let place = "(({ x, y, width }) => [x, y, width])(all('.rows')[0].getBoundingClientRect())";
    let before: Vec<f64> = scope.page.eval(place).await?;
    let middle: (f64, f64) = scope
        .page
        .eval(&format!(
            "(() => {{
                const lane = all('.rows .window svg g[data-state]')[{row}];
                const box = lane.querySelector('.cap').getBoundingClientRect();
                return [box.left + box.width / 2, box.top + box.height / 2];
            }})()"
        ))
        .await?;
    scope.page.move_pointer_to(middle.0, middle.1).await?;
    let why = serde_json::json!(why);
    let told = scope
        .page
        .wait_until(&format!("text('.readout').includes({why})"))
        .await;
    if told.is_err() {
        let readout: String = scope.page.eval("text('.readout')").await?;
        let place: Vec<f64> = scope.page.eval(place).await?;
        let seen =
            format!("pointed at {middle:?}; “{readout}”; rows at {place:?}, were {before:?}");
        return told.context(seen);
    }
    let after: Vec<f64> = scope.page.eval(place).await?;
    assert_eq!(after, before, "the timeline moved under the pointer");
    Ok(())
}

#[tokio::test]
async fn the_others_are_returned_where_all_is_asked_for() -> Result<()> {
    let other = sites::dist()?.start().await?;
    let elsewhere = other.url("docs/lock.txt");
    let urls = [
        "docs/task.txt",
        "docs/none.txt",
        "http://[",
        &elsewhere,
        "docs/lock.txt",
    ];
    let scope = Docs::quick().open(&gather("all", &urls)).await?;
    scope.stands("done").await?;

    let lanes = scope.lanes().await?;
    let found: Vec<&str> = lanes.iter().map(|lane| lane.state.as_str()).collect();
    assert_eq!(
        found,
        ["done", "done", "failed", "failed", "failed", "done"]
    );
    for lane in lanes.iter().filter(|lane| lane.state == "failed") {
        assert_eq!(lane.cap, "cap failed", "{lane:?}");
    }

    let printed = scope.printed().await?;
    assert!(printed[0].starts_with("docs/task.txt: "), "{printed:?}");
    for (line, url) in printed[1..4].iter().zip(&urls[1..4]) {
        assert!(
            line.starts_with(&format!("failed: {url} could not be fetched: ")),
            "{printed:?}"
        );
    }
    assert!(printed[1].contains("404 Not Found"), "{printed:?}");
    assert!(printed[2].contains("malformed URL"), "{printed:?}");
    assert!(
        printed[3].contains("content security policy"),
        "{printed:?}"
    );
    assert!(printed[4].starts_with("docs/lock.txt: "), "{printed:?}");
    tells(
        &scope,
        2,
        "docs/none.txt could not be fetched: 404 Not Found",
    )
    .await?;
    tells(&scope, 3, "http://[ could not be fetched: ").await?;
    tells(&scope, 4, &format!("{elsewhere} could not be fetched: ")).await?;

    // The browser itself notes the 404, and that the policy lets the page fetch from its own
    // origin only. Nothing else may be there.
    let missing = scope.server.url("docs/none.txt");
    let problems = scope.page.problems().await?;
    check_problems(
        &problems,
        &[
            (&missing, "404"),
            (&elsewhere, "Content Security Policy"),
            (&elsewhere, FORBIDDEN),
        ],
    )?;

    scope.go("#gather?order=together&latency=0").await?;
    scope.stands("done").await?;
    assert_eq!(states(&scope.lanes().await?), ["done"]);
    Ok(())
}

#[tokio::test]
async fn the_first_failure_fails_the_run_where_that_is_asked_for() -> Result<()> {
    let urls = ["docs/task.txt", "docs/none.txt"];
    let scope = Docs::quick().open(&gather("first", &urls)).await?;
    scope.stands("failed").await?;
    let lanes = scope.lanes().await?;
    assert_eq!(names(&lanes), ["main", "docs/task.txt", "docs/none.txt"]);
    assert_eq!((&*lanes[0].state, &*lanes[2].state), ("failed", "failed"));
    let stand: String = scope.page.eval("text('.stand')").await?;
    assert!(
        stand.contains("docs/none.txt could not be fetched: 404 Not Found"),
        "{stand}"
    );
    let missing = scope.server.url("docs/none.txt");
    check_problems(&scope.page.problems().await?, &[(&missing, "404")])?;

    scope.go("#queue?latency=0&work=0").await?;
    scope.stands("done").await
}

/// On a host whose policy lets the page fetch from anywhere, the network itself refuses.
#[tokio::test]
async fn other_origins_and_ports_that_refuse_fail_without_a_policy_too() -> Result<()> {
    let other = sites::dist()?.same_origin_only().start().await?;
    let elsewhere = other.url("docs/lock.txt");
    let refusing = refusing_port()?;
    let nobody = format!("http://{}/", refusing.local_addr()?);

    let html = sites::dist_page()?;
    let policy = POLICY.replace("connect-src 'self'", "connect-src *");
    let index = get(async move || {
        let headers = [
            (CONTENT_SECURITY_POLICY, policy),
            (CONTENT_TYPE, "text/html".into()),
        ];
        (headers, html)
    });
    let site = sites::dist()?.routes(Router::new().route("/open.html", index));
    let urls = [&*elsewhere, &nobody, "docs/task.txt"];
    let scope = Scope::open(site, &format!("open.html{}", gather("all", &urls))).await?;
    scope.stands("done").await?;

    let lanes = scope.lanes().await?;
    let found: Vec<&str> = lanes.iter().map(|lane| lane.state.as_str()).collect();
    assert_eq!(found, ["done", "failed", "failed", "done"]);
    let printed = scope.printed().await?;
    assert!(
        printed[0].starts_with(&format!("failed: {elsewhere} could not be fetched: ")),
        "{printed:?}"
    );
    assert!(printed[0].contains("CORS"), "{printed:?}");
    assert!(
        printed[1].starts_with(&format!("failed: {nobody} could not be fetched: ")),
        "{printed:?}"
    );
    assert!(printed[1].contains("an unreachable server"), "{printed:?}");

    let problems = scope.page.problems().await?;
    check_problems(
        &problems,
        &[
            (&elsewhere, "CORS"),
            (&elsewhere, "ERR_FAILED"),
            (&nobody, "ERR_CONNECTION_REFUSED"),
        ],
    )
}

/// What the policy forbids, in the page's words. All else that is expected here only the browser itself
/// notes, and only Chromium's driver tells that.
const FORBIDDEN: &str = "connect-src";

/// That each problem is about one of these URLs in these words, and each of them is there.
fn check_problems(problems: &[String], expected: &[(&str, &str)]) -> Result<()> {
    let is = |problem: &String, (url, words): &(&str, &str)| {
        problem.contains(url) && problem.contains(words)
    };
    let tells_all = selected_engine()? == BrowserEngine::Chromium;
    for pair in expected {
        let is_told = tells_all || pair.1 == FORBIDDEN;
        assert!(
            !is_told || problems.iter().any(|problem| is(problem, pair)),
            "no {pair:?} in {problems:#?}"
        );
    }
    for problem in problems {
        assert!(
            expected.iter().any(|pair| is(problem, pair)),
            "not expected: {problem}"
        );
    }
    Ok(())
}
