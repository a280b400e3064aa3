//! A recording whose file grows on a server.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use axum::Router;
use axum::extract::State;
use axum::http::header::{CONTENT_RANGE, RANGE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use coroscope_e2e::{Page, sites};

use crate::scope::{SHADOW, Scope};

const BEGINNING: &str = "{\"coroscope\":6,\"parts\":true,\"meta\":{\"title\":\"service.py\"}}\n";
const FIRST: &str = "{\"texts\":[\"main\",\"job\"],\"places\":[[\"service.py\",3]],\"sources\":{\"service.py\":\"a = 1\\nb = 2\\nawait c\\n\"},\"events\":[[0,\"spawn\",1,null,0],[0,\"name\",1,0],[0,\"poll\",1],[20000,\"wait\",1,0,\"timer\",50000],[0,\"pause\",1]]}\n";
const SECOND: &str = "{\"events\":[[50000,\"wake\",1,\"timer\"],[10,\"poll\",1],[90,\"spawn\",2,1,0],[0,\"name\",2,1],[0,\"wait\",1,0,\"task\",2],[0,\"pause\",1],[0,\"poll\",2]],\"now\":80000}\n";
const LAST: &str = "{\"events\":[[30000,\"end\",2,\"done\"],[0,\"wake\",1,2],[9,\"poll\",1],[100,\"end\",1,\"done\"]]}\n{\"end\":true}\n";

/// A file that grows.
#[derive(Clone, Default)]
struct Growing {
    text: Arc<Mutex<String>>,
    /// Whether the server ignores which part is requested.
    sends_all: bool,
}

impl Growing {
    fn add(&self, text: &str) {
        self.text
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push_str(text);
    }
}

async fn answer(State(file): State<Growing>, headers: HeaderMap) -> Response {
    let text = file
        .text
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    let range = headers.get(RANGE).and_then(|it| it.to_str().ok());
    let from = range.and_then(|it| {
        it.strip_prefix("bytes=")?
            .strip_suffix('-')?
            .parse::<usize>()
            .ok()
    });
    match from.filter(|_| !file.sends_all) {
        None => text.into_response(),
        Some(from) if from >= text.len() => StatusCode::RANGE_NOT_SATISFIABLE.into_response(),
        Some(from) => {
            let range = format!("bytes {from}-{}/{}", text.len() - 1, text.len());
            let part = text[from..].to_owned();
            (StatusCode::PARTIAL_CONTENT, [(CONTENT_RANGE, range)], part).into_response()
        }
    }
}

async fn open(file: &Growing) -> Result<Scope> {
    let route = Router::new().route("/run.coro.jsonl", get(answer).with_state(file.clone()));
    Scope::open(
        sites::dist()?.routes(route),
        "index.html#recording?src=run.coro.jsonl",
    )
    .await
}

/// Waits until the tasks with these names have lanes.
async fn wait_for_lanes(page: &Page, names: &str) -> Result<()> {
    page.wait_until(&format!(
        "lanes().map((it) => it.name).join() === {names:?}"
    ))
    .await
}

async fn follows_to_the_end(sends_all: bool) -> Result<()> {
    let file = Growing {
        sends_all,
        ..Growing::default()
    };
    file.add(BEGINNING);
    file.add(FIRST);
    let scope = open(&file).await?;
    let page = &scope.page;
    page.wait_until("text('.run-status').includes('Still recording')")
        .await?;
    assert_eq!(
        page.eval::<String>("document.title").await?,
        "service.py · Coroscope"
    );
    wait_for_lanes(page, "main").await?;
    page.wait_until("text('.code li:nth-child(3) code') === 'await c'")
        .await?;
    // The beginning of a line can't be read yet.
    file.add(&SECOND[..40]);
    file.add(&SECOND[40..]);
    wait_for_lanes(page, "main,job").await?;
    assert_eq!(page.eval::<String>("runStatus()").await?, "running");
    file.add(LAST);
    scope.wait_for_end("done").await?;
    let end =
        "all('.readout, .run-status').length > 0 && lanes().every((it) => it.cap.includes('done'))";
    page.wait_until(end).await?;
    assert_eq!(scope.page.eval::<u32>("runs.begun").await?, 0);
    Ok(())
}

#[tokio::test]
async fn a_file_is_followed_to_its_end() -> Result<()> {
    follows_to_the_end(false).await
}

#[tokio::test]
async fn a_server_that_sends_the_whole_file_again_does_not_matter() -> Result<()> {
    follows_to_the_end(true).await
}

#[tokio::test]
async fn the_end_is_followed_until_the_reader_goes_elsewhere() -> Result<()> {
    let file = Growing::default();
    file.add(BEGINNING);
    file.add(FIRST);
    let scope = open(&file).await?;
    let page = &scope.page;
    wait_for_lanes(page, "main").await?;
    page.click(&format!("{SHADOW}.player [title='Previous turn (<)']"))
        .await?;
    page.wait_until("text('.run-status').includes('Held here; still recording')")
        .await?;
    file.add(SECOND);
    file.add(LAST);
    scope.wait_for_end("done").await?;
    // The reader's moment is still the same.
    wait_for_lanes(page, "main,job").await
}

#[tokio::test]
async fn what_cannot_be_followed_stays_with_a_message() -> Result<()> {
    let file = Growing::default();
    file.add(BEGINNING);
    file.add(FIRST);
    let scope = open(&file).await?;
    wait_for_lanes(&scope.page, "main").await?;
    file.add("{\"events\":[[0,\"nap\"]]}\n");
    scope
        .page
        .wait_until("text('.problem').includes('can’t be followed: Event 6, line 3')")
        .await?;
    scope.page.wait_until("runStatus() !== 'running'").await?;
    wait_for_lanes(&scope.page, "main").await
}
