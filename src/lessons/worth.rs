//! Jobs that compute and wait, one after the other and together: the measured and the predicted gain.

use super::prelude::*;

pub(super) async fn main(settings: Values, _: World) -> Result<()> {
    let mut shares = match settings.get("variant") {
        "mine" => vec![],
        _ => vec![0, 50, 75, 90],
    };
    shares.push(settings.number("share") as u32);
    shares.sort();
    shares.dedup();

    let jobs = Jobs {
        count: settings.number("jobs") as u32,
        numbers: settings.number("numbers") as u32 * 1000,
    };
    // The browser optimizes code while it runs, so the best of three predicts the later runs.
    let mut computing = Duration::MAX;
    for _ in 0..3 {
        computing = computing.min(jobs.compute());
        yield_now().await;
    }
    let count = jobs.count;
    let time = human(computing);
    print(format!("jobs: {count}; each computes for {time}"));
    // The plot draws the prediction from these two.
    record_point("jobs", count, computing.as_secs_f64() * 1000.0);

    for share in shares {
        let mix = spawn(jobs.clone().compare(share, computing));
        mix.named(format!("{share} % waiting")).await?;
    }
    Ok(())
}

#[derive(Clone)]
struct Jobs {
    count: u32,
    numbers: u32,
}

impl Jobs {
    async fn compare(self, share: u32, computing: Duration) -> Result<()> {
        // Computing takes no time on the virtual clock, so there it counts as a millisecond.
        let waiting = computing.max(ms(1)) * share / (100 - share);

        let began = now();
        for _ in 0..self.count {
            self.clone().job(waiting).await?;
        }
        let alone = now() - began;

        let began = now();
        let jobs = (1..=self.count).map(|n| {
            let job = self.clone().job(waiting);
            spawn(job).named(format!("job {n} of {share} %"))
        });
        gather(jobs).await?;
        let together = now() - began;

        // Together, the computing still adds up: there is one thread. Only the waiting overlaps.
        let measured = record_speed_up(share, alone, together);
        let predicted = speed_up(
            (computing + waiting) * self.count,
            computing * self.count + waiting,
        );
        print(format!(
            "{share} % waiting: {measured} × as fast, predicted {predicted} ×"
        ));
        Ok(())
    }

    async fn job(self, waiting: Duration) -> Result<()> {
        self.compute();
        sleep(waiting).await;
        Ok(())
    }

    /// Returns how long it took.
    fn compute(&self) -> Duration {
        let began = now();
        black_box((0..self.numbers).filter(|n| is_prime(*n)).count());
        now() - began
    }
}

fn record_speed_up(share: u32, alone: Duration, together: Duration) -> String {
    let (alone_s, together_s) = (alone.as_secs_f64(), together.as_secs_f64());
    let measured = if together.is_zero() {
        1.0
    } else {
        alone_s / together_s
    };
    record_point("measured", share, measured);
    speed_up(alone, together)
}

fn speed_up(alone: Duration, together: Duration) -> String {
    match together.is_zero() {
        true => "1.0".into(),
        false => ratio(alone, together),
    }
}
