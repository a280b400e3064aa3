//! `examples/frameworks`: apps in leptos, yew, sycamore and dioxus, whose tasks are recorded without a change to their code.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use coroscope_e2e::{Browser, Page, sites};
use serde::Deserialize;
use serde_json::Value;

/// The members of a recording that the tests read.
#[derive(Deserialize)]
struct Recording {
    texts: Vec<String>,
    events: Vec<Vec<Value>>,
}

/// The events of tasks that the tests look at.
const OF_TASKS: [&str; 6] = ["spawn", "name", "wake", "poll", "pause", "end"];

/// What happened to a task, as the names of its events.
type Tasks = BTreeMap<String, Vec<String>>;

/// Opens an app, uses it, and returns what its tasks did by their names.
async fn tasks_of(framework: &str) -> Result<Tasks> {
    let site = sites::in_framework(framework)?.start().await?;
    let page = Browser::start().await?.open(&site, "index.html").await?;
    use_app(&page).await?;
    let recording = recording(&page).await?;
    assert_eq!(page.problems().await?, Vec::<String>::new());
    tasks_in(&recording)
}

async fn use_app(page: &Page) -> Result<()> {
    page.wait_until("document.querySelectorAll('li').length === 3")
        .await?;
    // leptos fills the body, the others <main>.
    page.click("main button, body > button").await?;
    page.wait_until("document.querySelector('p[role=status]').textContent.includes('is saved')")
        .await
}

/// The recording of the page, as its timeline has it.
async fn recording(page: &Page) -> Result<String> {
    page.click("body > div > button").await?;
    page.wait_until("document.querySelector('coro-scope')?.toSVG?.() != null")
        .await?;
    page.eval("document.querySelector('coro-scope').recording()")
        .await
}

fn tasks_in(recording: &str) -> Result<Tasks> {
    let Recording { texts, events } = serde_json::from_str(recording)?;
    let mut names: BTreeMap<u64, String> = BTreeMap::new();
    let mut kinds: BTreeMap<u64, Vec<String>> = BTreeMap::new();
    for event in &events {
        let kind = event
            .get(1)
            .and_then(Value::as_str)
            .context("an event has a name")?;
        let task = event.get(2).and_then(Value::as_u64);
        let Some(task) = task.filter(|_| OF_TASKS.contains(&kind)) else {
            continue;
        };
        if kind == "name" {
            let text = event
                .get(3)
                .and_then(Value::as_u64)
                .context("a name is a text")?;
            names.insert(task, texts[usize::try_from(text)?].clone());
        }
        let what = match (kind, event.get(3)) {
            ("wake", Some(by)) => format!("wake by {by}"),
            _ => kind.to_owned(),
        };
        kinds.entry(task).or_default().push(what);
    }
    let mut tasks = Tasks::new();
    for (task, name) in names {
        tasks
            .entry(name)
            .or_default()
            .extend(kinds.remove(&task).unwrap_or_default());
    }
    Ok(tasks)
}

/// Checks that a task with this name has waited, was woken from outside, and continued.
#[track_caller]
fn assert_waited(tasks: &Tasks, name: &str) {
    let events = tasks.get(name).map(|events| events.join(" "));
    let waited = "poll pause wake by \"outside\" poll";
    let is_there = events.as_ref().is_some_and(|it| it.contains(waited));
    assert!(is_there, "{name}: {events:?}, of {:?}", tasks.keys());
}

#[tokio::test]
async fn tasks_of_leptos_are_called_after_components_and_what_they_call() -> Result<()> {
    let tasks = tasks_of("leptos").await?;
    assert_waited(&tasks, "LocalResource in App");
    assert_waited(&tasks, "Action::dispatch in App");
    assert!(
        tasks.contains_key("RenderEffect in main"),
        "{:?}",
        tasks.keys()
    );
    Ok(())
}

#[tokio::test]
async fn tasks_of_yew_are_called_after_components() -> Result<()> {
    let tasks = tasks_of("yew").await?;
    assert_waited(&tasks, "App");
    assert_waited(&tasks, "Save");
    Ok(())
}

#[tokio::test]
async fn tasks_of_sycamore_are_called_after_components() -> Result<()> {
    let tasks = tasks_of("sycamore").await?;
    assert_waited(&tasks, "App");
    assert_waited(&tasks, "Notes");
    Ok(())
}

#[tokio::test]
async fn dioxus_is_one_task() -> Result<()> {
    let tasks = tasks_of("dioxus").await?;
    assert_waited(&tasks, "launch_virtual_dom in main");
    assert_eq!(tasks.len(), 1, "{:?}", tasks.keys());
    Ok(())
}
