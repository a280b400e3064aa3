//! Chains of async functions, each awaiting the next: the cost of a level, at several depths.

use super::prelude::*;

pub(super) async fn main(settings: Values, world: World) -> Result<()> {
    let levels = settings.number("levels") * 1000;
    let deepest = settings.number("deepest");

    for depth in [1, 3, 10, 30, 100, 300, 1000] {
        if depth <= deepest {
            let row = spawn(measure(depth, levels / depth, world.clone()));
            row.named(format!("depth {depth}")).await?;
        }
    }
    Ok(())
}

/// A row of the table: what it costs to await a chain, and per level.
async fn measure(depth: usize, rounds: usize, world: World) -> Result<()> {
    let began = now();
    for _ in 0..rounds {
        level(depth).await;
    }
    let took = now() - began;

    let mut row = format!("depth {depth}: {}", cost(RUST, took, depth, rounds));
    // JavaScript awaits the same chain with its own functions.
    if let Some(javascript) = &world.peer {
        let theirs = io("JavaScript’s await", javascript.chain(depth, rounds)).await?;
        row += &format!("; JavaScript {}", cost(JS, theirs, depth, rounds));
    }
    print(row);
    Ok(())
}

/// A recursive async function has no size of its own, so each level is boxed.
fn level(depth: usize) -> Pin<Box<dyn Future<Output = ()>>> {
    Box::pin(async move {
        match depth {
            // The innermost yields, so that every level is suspended and resumed.
            1 => yield_now().await,
            _ => level(depth - 1).await,
        }
    })
}

const RUST: &str = "Rust’s await";
const JS: &str = "JavaScript’s await";

/// What a chain and a level cost; the latter is also a point of the plot.
fn cost(series: &str, took: Duration, depth: usize, rounds: usize) -> String {
    let round = took.as_nanos() / rounds.max(1) as u128;
    let level = round / depth as u128;
    record_point(series, depth, level as f64);
    format!("{round} ns, {level} ns per level")
}
