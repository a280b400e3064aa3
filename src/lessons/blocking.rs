//! A task that computes for a long time, next to one that should tick every 20 milliseconds.

use super::prelude::*;

pub(super) async fn main(settings: Values, world: World) -> Result<()> {
    let longest = Rc::new(Cell::new(Duration::ZERO));
    let ticker = spawn(tick(longest.clone())).named("ticker");
    sleep(ms(100)).await;

    let end = settings.number("numbers") as u32 * 1000;
    let began = now();
    let counting = match settings.get("variant") {
        "slices" => spawn(count_in_slices(end)),
        "sieve" => spawn(count_with_a_sieve(end)),
        "worker" => spawn(count_elsewhere(world, end)),
        _ => spawn(count_in_one_go(end)),
    };
    let primes = counting.named("counter").await?;
    print(format!("{primes} primes in {}", human(now() - began)));

    sleep(ms(100)).await;
    ticker.cancel();
    print(format!(
        "the longest time between two ticks: {}",
        human(longest.get())
    ));
    Ok(())
}

/// No other task runs until this returns.
async fn count_in_one_go(end: u32) -> Result<usize> {
    Ok((0..end).filter(|n| is_prime(*n)).count())
}

/// After every thousand numbers the other tasks have a turn.
async fn count_in_slices(end: u32) -> Result<usize> {
    let mut primes = 0;
    for begin in (0..end).step_by(1000) {
        let slice = begin..begin + 1000;
        primes += slice.filter(|n| is_prime(*n)).count();
        yield_now().await;
    }
    Ok(primes)
}

/// The same in one go with far less work: strikes out the multiples of every prime.
async fn count_with_a_sieve(end: u32) -> Result<usize> {
    let mut is_struck = vec![false; end as usize];
    let mut primes = 0;
    for n in 2..end as usize {
        if !is_struck[n] {
            primes += 1;
            (2 * n..is_struck.len())
                .step_by(n)
                .for_each(|m| is_struck[m] = true);
        }
    }
    Ok(primes)
}

/// Another thread does the work; this one only waits for it.
async fn count_elsewhere(world: World, end: u32) -> Result<usize> {
    Ok(to_worker(&world, "primes", end).await?.parse()?)
}

async fn tick(longest: Rc<Cell<Duration>>) -> Result<()> {
    loop {
        let began = now();
        sleep(ms(20)).await;
        longest.set(longest.get().max(now() - began));
    }
}
