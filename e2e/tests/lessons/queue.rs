//! The queue lesson: producers, consumers, and a queue with a capacity.

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::scope::{Docs, Scope, names, states};

/// A counter track below the lanes. The y axis points down.
#[derive(Debug, Deserialize)]
struct CounterTrack {
    name: String,
    /// The highest level.
    top: f64,
    /// The line of the capacity, if there is one.
    limit: Option<f64>,
}

async fn counter_tracks(scope: &Scope) -> Result<Vec<CounterTrack>> {
    let strips = "all('.counter-tracks > g').map((strip) => {
        const limit = strip.querySelector('.limit');
        return {
            name: strip.querySelector('text').textContent,
            top: strip.querySelector('.level').getBBox().y,
            limit: limit.getAttribute('d') ? limit.getBBox().y : null,
        };
    })";
    scope.page.eval(strips).await
}

fn total(printed: &[String]) -> Option<usize> {
    let line = printed.last()?.strip_suffix(" words in all")?;
    line.parse().ok()
}

#[tokio::test]
async fn every_word_is_counted_and_the_queue_does_not_exceed_its_capacity() -> Result<()> {
    let docs = Docs::quick();
    let scope = docs.open("#queue?latency=0&work=40").await?;
    scope.wait_for_end("done").await?;

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

    let tracks = counter_tracks(&scope).await?;
    assert_eq!(tracks.len(), 1, "{tracks:?}");
    assert_eq!(tracks[0].name, "documents: 0");
    let limit = tracks[0]
        .limit
        .context("a queue with a capacity has a line for it")?;
    assert!(tracks[0].top >= limit - 0.01, "{tracks:?}");

    let printed = scope.printed().await?;
    assert_eq!(docs.requested().len(), 8);
    assert_eq!(total(&printed), Some(docs.words_requested()), "{printed:?}");
    assert!(docs.words_requested() > 1000, "the documents are there");
    scope.is_clean().await
}

#[tokio::test]
async fn capacity_0_means_unbounded() -> Result<()> {
    let docs = Docs::quick();
    let scope = docs
        .open("#queue?capacity=0&latency=0&work=1&consumers=1")
        .await?;
    scope.wait_for_end("done").await?;
    let tracks = counter_tracks(&scope).await?;
    assert_eq!(tracks.len(), 1);
    assert!(tracks[0].limit.is_none(), "{tracks:?}");
    assert_eq!(total(&scope.printed().await?), Some(docs.words_requested()));
    scope.is_clean().await
}

#[tokio::test]
async fn no_producers_and_no_documents_leave_nothing_to_count() -> Result<()> {
    let docs = Docs::quick();
    let scope = docs.open("#queue?producers=0&latency=0").await?;
    scope.wait_for_end("done").await?;
    assert_eq!(
        names(&scope.lanes().await?),
        ["main", "consumer 1", "consumer 2"]
    );
    assert_eq!(total(&scope.printed().await?), Some(0));

    scope.go("#queue?documents=0&latency=0").await?;
    scope.wait_for_end("done").await?;
    assert_eq!(scope.lanes().await?.len(), 5);
    assert_eq!(total(&scope.printed().await?), Some(0));
    assert_eq!(docs.requested(), Vec::<String>::new());
    scope.is_clean().await
}

#[tokio::test]
async fn more_producers_than_documents_and_many_consumers_are_allowed() -> Result<()> {
    let docs = Docs::quick();
    let settings = "producers=9&consumers=20&capacity=1&documents=4&latency=0&work=0";
    let scope = docs.open(&format!("#queue?{settings}")).await?;
    scope.wait_for_end("done").await?;
    assert_eq!(docs.requested().len(), 4);
    assert_eq!(total(&scope.printed().await?), Some(docs.words_requested()));
    scope.is_clean().await
}
