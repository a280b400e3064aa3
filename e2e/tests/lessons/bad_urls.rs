//! URLs that cannot be fetched: their tasks fail with the reason, and the page stays usable.

use std::net::Ipv4Addr;

use anyhow::{Context, Result};
use axum::Router;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::routing::get;
use coroscope_e2e::{BrowserEngine, selected_engine, sites};
use tokio::net::TcpSocket;
use xtask::server::POLICY;

use crate::scope::{Docs, Scope, names, states};

/// A fragment that fetches these URLs, with `errors=all` or `errors=first`.
fn fragment(errors: &str, urls: &[&str]) -> String {
    let urls = urls.join("\n");
    let urls: String = url::form_urlencoded::byte_serialize(urls.as_bytes()).collect();
    format!("#gather?order=together&latency=0&errors={errors}&urls={urls}")
}

/// A port that refuses connections: it is bound, but nothing listens, while the socket lives.
fn refusing_port() -> Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    socket.bind((Ipv4Addr::LOCALHOST, 0).into())?;
    Ok(socket)
}

/// Pointing at the end of a failed task's lane shows the reason. A long text does not move the timeline.
async fn end_shows(scope: &Scope, row: usize, why: &str) -> Result<()> {
    // WebKitGTK's window is less high than the page down to the last lane.
    scope
        .page
        .run(
            "all('.rows')[0].scrollIntoView({ block: 'center' });
            window.pointerEvents = [];
            for (const type of ['pointermove', 'pointerleave', 'scroll']) {
                all('.rows')[0].addEventListener(type, (event) =>
                    pointerEvents.push([type, event.clientX, event.clientY, event.timeStamp]));
            }",
        )
        .await?;
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
    let result = scope
        .page
        .wait_until(&format!("text('.readout').includes({why})"))
        .await;
    if result.is_err() {
        let readout: String = scope.page.eval("text('.readout')").await?;
        let place: Vec<f64> = scope.page.eval(place).await?;
        let events: serde_json::Value = scope.page.eval("pointerEvents").await?;
        let bar: String = scope
            .page
            .eval(&format!(
                "all('.rows .window svg g[data-state]')[{row}].outerHTML"
            ))
            .await?;
        let seen = format!(
            "pointed at {middle:?}; “{readout}”; rows at {place:?}, were {before:?}; {events}; {bar}"
        );
        return result.context(seen);
    }
    let after: Vec<f64> = scope.page.eval(place).await?;
    assert_eq!(after, before, "the timeline moved under the pointer");
    Ok(())
}

#[tokio::test]
async fn with_errors_all_the_other_results_are_returned() -> Result<()> {
    let other = sites::dist()?.start().await?;
    let elsewhere = other.url("docs/lock.txt");
    let urls = [
        "docs/task.txt",
        "docs/none.txt",
        "http://[",
        &elsewhere,
        "docs/lock.txt",
    ];
    let scope = Docs::quick().open(&fragment("all", &urls)).await?;
    scope.wait_for_end("done").await?;

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
    end_shows(
        &scope,
        2,
        "docs/none.txt could not be fetched: 404 Not Found",
    )
    .await?;
    end_shows(&scope, 3, "http://[ could not be fetched: ").await?;
    end_shows(&scope, 4, &format!("{elsewhere} could not be fetched: ")).await?;

    // The browser reports the 404, and that the content security policy allows requests to the page's own origin only.
    // There may be no other problem.
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
    scope.wait_for_end("done").await?;
    assert_eq!(states(&scope.lanes().await?), ["done"]);
    Ok(())
}

#[tokio::test]
async fn with_errors_first_the_first_failure_fails_the_run() -> Result<()> {
    let urls = ["docs/task.txt", "docs/none.txt"];
    let scope = Docs::quick().open(&fragment("first", &urls)).await?;
    scope.wait_for_end("failed").await?;
    let lanes = scope.lanes().await?;
    assert_eq!(names(&lanes), ["main", "docs/task.txt", "docs/none.txt"]);
    assert_eq!((&*lanes[0].state, &*lanes[2].state), ("failed", "failed"));
    let status: String = scope.page.eval("text('.run-status')").await?;
    assert!(
        status.contains("docs/none.txt could not be fetched: 404 Not Found"),
        "{status}"
    );
    let missing = scope.server.url("docs/none.txt");
    check_problems(&scope.page.problems().await?, &[(&missing, "404")])?;

    scope.go("#queue?latency=0&work=0").await?;
    scope.wait_for_end("done").await
}

/// With a content security policy that allows all requests, they fail in the network.
#[tokio::test]
async fn other_origins_and_refused_connections_fail_without_a_policy_too() -> Result<()> {
    let other = sites::dist()?.same_origin_only().start().await?;
    let elsewhere = other.url("docs/lock.txt");
    let refusing = refusing_port()?;
    let refusing_url = format!("http://{}/", refusing.local_addr()?);

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
    let urls = [&*elsewhere, &refusing_url, "docs/task.txt"];
    let scope = Scope::open(site, &format!("open.html{}", fragment("all", &urls))).await?;
    scope.start().await?;
    scope.wait_for_end("done").await?;

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
        printed[1].starts_with(&format!("failed: {refusing_url} could not be fetched: ")),
        "{printed:?}"
    );
    assert!(printed[1].contains("an unreachable server"), "{printed:?}");

    let problems = scope.page.problems().await?;
    check_problems(
        &problems,
        &[
            (&elsewhere, "CORS"),
            (&elsewhere, "ERR_FAILED"),
            (&refusing_url, "ERR_CONNECTION_REFUSED"),
        ],
    )
}

/// The directive in violations of the content security policy, which the page records. Only Chromium's driver reports the
/// other expected problems.
const FORBIDDEN: &str = "connect-src";

/// Checks that the problems are exactly those about these URLs with these words.
fn check_problems(problems: &[String], expected: &[(&str, &str)]) -> Result<()> {
    let is = |problem: &String, (url, words): &(&str, &str)| {
        problem.contains(url) && problem.contains(words)
    };
    let reports_all = selected_engine()? == BrowserEngine::Chromium;
    for pair in expected {
        let is_reported = reports_all || pair.1 == FORBIDDEN;
        assert!(
            !is_reported || problems.iter().any(|problem| is(problem, pair)),
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
