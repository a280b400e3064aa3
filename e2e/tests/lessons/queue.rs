//! The queue lesson: producers, consumers, and a queue that holds no more than it may.

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::scope::{Docs, Scope, names, states};

/// A strip below the lanes; y grows downwards.
#[derive(Debug, Deserialize)]
struct Strip {
    name: String,
    /// The highest level.
    top: f64,
    /// The line of the capacity; none without one.
    limit: Option<f64>,
}

async fn strips(scope: &Scope) -> Result<Vec<Strip>> {
    let strips = "all('.strips > g').map((strip) => {
        const limit = strip.querySelector('.limit');
        return {
            name: strip.querySelector('text').textContent,
            top: strip.querySelector('.level').getBBox().y,
            limit: limit.getAttribute('d') ? limit.getBBox().y : null,
        };
    })";
    scope.page.eval(strips).await
}

fn in_all(printed: &[String]) -> Option<usize> {
    let line = printed.last()?.strip_suffix(" words in all")?;
    line.parse().ok()
}

#[tokio::test]
async fn every_word_is_counted_and_the_queue_keeps_to_its_capacity() -> Result<()> {
    let docs = Docs::quick();
    let scope = docs.open("#queue?latency=0&work=40").await?;
    scope.stands("done").await?;

    let lanes = scope.lanes().await?;
    assert_eq!(
        names(&lanes),
        [
            "main",
            "producer 1",
            "producer 2",
            "consumer 1",
            "consumer 2"
        ]
    );
    assert_eq!(states(&lanes), ["done"]);

    let strips = strips(&scope).await?;
    assert_eq!(strips.len(), 1, "{strips:?}");
    assert_eq!(strips[0].name, "documents: 0");
    let limit = strips[0]
        .limit
        .context("a queue with a capacity has a line for it")?;
    assert!(strips[0].top >= limit - 0.01, "{strips:?}");

    let printed = scope.printed().await?;
    assert_eq!(docs.asked().len(), 8);
    assert_eq!(
        in_all(&printed),
        Some(docs.words_asked_for()),
        "{printed:?}"
    );
    assert!(docs.words_asked_for() > 1000, "the documents are there");
    scope.is_clean().await
}

#[tokio::test]
async fn capacity_0_is_no_bound() -> Result<()> {
    let docs = Docs::quick();
    let scope = docs
        .open("#queue?capacity=0&latency=0&work=1&consumers=1")
        .await?;
    scope.stands("done").await?;
    let strips = strips(&scope).await?;
    assert_eq!(strips.len(), 1);
    assert!(strips[0].limit.is_none(), "{strips:?}");
    assert_eq!(
        in_all(&scope.printed().await?),
        Some(docs.words_asked_for())
    );
    scope.is_clean().await
}

#[tokio::test]
async fn no_producers_and_no_documents_leave_nothing_to_count() -> Result<()> {
    let docs = Docs::quick();
    let scope = docs.open("#queue?producers=0&latency=0").await?;
    scope.stands("done").await?;
    assert_eq!(
        names(&scope.lanes().await?),
        ["main", "consumer 1", "consumer 2"]
    );
    assert_eq!(in_all(&scope.printed().await?), Some(0));

    scope.go("#queue?documents=0&latency=0").await?;
    scope.stands("done").await?;
    assert_eq!(scope.lanes().await?.len(), 5);
    assert_eq!(in_all(&scope.printed().await?), Some(0));
    assert_eq!(docs.asked(), Vec::<String>::new());
    scope.is_clean().await
}

#[tokio::test]
async fn more_producers_than_documents_and_many_consumers_are_fine() -> Result<()> {
    let docs = Docs::quick();
    let knobs = "producers=9&consumers=20&capacity=1&documents=4&latency=0&work=0";
    let scope = docs.open(&format!("#queue?{knobs}")).await?;
    scope.stands("done").await?;
    assert_eq!(docs.asked().len(), 4);
    assert_eq!(
        in_all(&scope.printed().await?),
        Some(docs.words_asked_for())
    );
    scope.is_clean().await
}
