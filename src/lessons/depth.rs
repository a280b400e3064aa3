//! Chains of async functions, each awaiting the next: what a level costs, at several depths.

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

/// A table's row: what it costs to await a chain, and per level of it.
async fn measure(depth: usize, rounds: usize, world: World) -> Result<()> {
    let began = now();
    for _ in 0..rounds {
        level(depth).await;
    }
    let here = now() - began;

    let mut row = format!("depth {depth}: {}", per_level(here, depth, rounds));
    // JavaScript awaits the same chain with its own functions.
    if let Some(javascript) = &world.peer {
        let there = io("JavaScript’s await", javascript.chain(depth, rounds)).await?;
        row += &format!("; JavaScript {}", per_level(there, depth, rounds));
    }
    print(row);
    Ok(())
}

/// An async function that awaits itself has no size of its own, so each level is in a box.
fn level(depth: usize) -> Pin<Box<dyn Future<Output = ()>>> {
    Box::pin(async move {
        match depth {
            // The last gives up its turn, so that each level is left and entered again.
            1 => yield_now().await,
            _ => level(depth - 1).await,
        }
    })
}

fn per_level(took: Duration, depth: usize, rounds: usize) -> String {
    let round = took.as_nanos() / rounds.max(1) as u128;
    format!("{round} ns, {} ns per level", round / depth as u128)
}
