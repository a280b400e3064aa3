//! Three reusable helpers: limit concurrency, retry after a failure, limit the rate.

use super::prelude::*;

/// Runs `f` on every item, at most `most` at a time. The results are in the order of the items.
async fn bounded_map<T: 'static, F>(
    items: Vec<String>,
    most: usize,
    f: impl Fn(String) -> F,
) -> Result<Vec<T>>
where
    F: Future<Output = Result<T>> + 'static,
{
    let permits = Semaphore::new(most).named("permits");
    let tasks = items.into_iter().map(|item| {
        let (permits, job) = (permits.clone(), f(item.clone()));
        let job = async move {
            let _permit = permits.acquire().await;
            job.await
        };
        spawn(job).named(item)
    });
    gather(tasks).await
}

/// Makes at most `attempts` attempts, and waits after each failure, each time twice as long.
async fn retry<T>(
    attempts: usize,
    mut pause: Duration,
    f: impl AsyncFn() -> Result<T>,
) -> Result<T> {
    for _ in 1..attempts {
        match f().await {
            Ok(value) => return Ok(value),
            Err(error) => print(format!("{error}, again in {}", human(pause))),
        }
        sleep(pause).await;
        pause *= 2;
    }
    f().await
}

/// Lets callers through one at a time, at least a `pause` apart.
struct Pace {
    pause: Duration,
    next: Cell<Instant>,
}

impl Pace {
    async fn turn(&self) {
        let mine = self.next.get().max(now());
        self.next.set(mine + self.pause);
        sleep_until(mine).await;
    }
}

pub(super) async fn main(settings: Values, world: World) -> Result<()> {
    let urls = world.documents(settings.lines("urls"), settings.number("documents"));
    let (most, refusals) = match settings.get("variant") {
        "map" => (settings.number("most"), 0),
        "retry" => (urls.len(), settings.number("refusals")),
        _ => (urls.len(), 0),
    };
    let jobs = Rc::new(Jobs {
        pace: Pace {
            pause: ms(settings.number("pause") as u64),
            next: Cell::new(now()),
        },
        refusals: Cell::new(refusals),
        settings,
        world,
    });

    let counts = bounded_map(urls, most, |url| jobs.clone().count(url)).await?;
    let words: usize = counts.iter().sum();
    print(format!("{words} words after {}", human(now().elapsed())));
    Ok(())
}

struct Jobs {
    pace: Pace,
    refusals: Cell<usize>,
    settings: Values,
    world: World,
}

impl Jobs {
    async fn count(self: Rc<Jobs>, url: String) -> Result<usize> {
        match self.settings.get("variant") {
            "retry" => {
                let attempts = self.settings.number("attempts");
                return retry(attempts, self.pace.pause, || self.fetch(&url)).await;
            }
            "pace" => self.pace.turn().await,
            _ => {}
        }
        self.fetch(&url).await
    }

    async fn fetch(&self, url: &str) -> Result<usize> {
        sleep(ms(self.settings.number("latency") as u64)).await;
        if self.refusals.get() > 0 {
            // As an overloaded server does.
            self.refusals.set(self.refusals.get() - 1);
            return Err(Error::msg(format_args!("{url} was refused")));
        }
        let page = self.world.fetch(url).await?;
        print(format!("{url} arrived after {}", human(now().elapsed())));
        Ok(page.split_whitespace().count())
    }
}
