//! The same documents, fetched one after the other and then together.

use super::prelude::*;

pub(super) async fn main(settings: Values, world: World) -> Result<()> {
    let fetches = Fetches::new(&settings, world);
    let mut alone = None;

    if settings.get("order") == "both" {
        let began = now();
        let one_by_one = spawn(fetches.clone().one_after_the_other());
        match one_by_one.named("one after the other").await {
            Ok(()) => alone = Some(now() - began),
            Err(error) => print(format!("one after the other stopped: {error}")),
        }
    }

    let began = now();
    let tasks = fetches.urls.iter().enumerate().map(|(n, url)| {
        let fetch = fetches.clone().fetch(n);
        spawn(fetch).named(url)
    });
    let counts = gather(tasks);
    if settings.get("errors") == "all" {
        for (url, words) in fetches.urls.iter().zip(counts.return_exceptions().await) {
            match words {
                Ok(words) => print(format!("{url}: {words} words")),
                Err(error) => print(format!("failed: {error}")),
            }
        }
    } else {
        for (url, words) in fetches.urls.iter().zip(counts.await?) {
            print(format!("{url}: {words} words"));
        }
    }
    let together = now() - began;

    print(format!("together: {}", human(together)));
    if let Some(alone) = alone.filter(|_| !together.is_zero()) {
        let times = ratio(alone, together);
        print(format!(
            "one after the other: {}, {times} × as long",
            human(alone)
        ));
    }
    Ok(())
}

#[derive(Clone)]
struct Fetches {
    urls: Rc<[String]>,
    latency: u64,
    world: World,
}

impl Fetches {
    async fn one_after_the_other(self) -> Result<()> {
        for n in 0..self.urls.len() {
            self.clone().fetch(n).await?;
        }
        Ok(())
    }

    /// Fetches the `n`-th document and counts its words.
    async fn fetch(self, n: usize) -> Result<usize> {
        // Some servers are slower than others: 1, 1.5, 2, 2.5 times the latency.
        let slowness = 2 + n as u64 % 4;
        sleep(ms(self.latency * slowness) / 2).await;
        let page = self.world.fetch(&self.urls[n]).await?;
        Ok(page.split_whitespace().count())
    }

    fn new(settings: &Values, world: World) -> Fetches {
        Fetches {
            urls: world
                .documents(settings.lines("urls"), settings.number("tasks"))
                .into(),
            latency: settings.number("latency") as u64,
            world,
        }
    }
}
