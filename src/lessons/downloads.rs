//! Many downloads; a semaphore lets only a few run at once.

use super::prelude::*;

pub(super) async fn main(settings: Values, world: World) -> Result<()> {
    let urls = world.documents(settings.lines("urls"), settings.number("documents"));
    let downloads = Downloads {
        permits: Semaphore::new(settings.number("limit")).named("downloads"),
        running: Rc::default(),
        most: Rc::default(),
        latency: settings.number("latency") as u64,
        world,
    };

    let tasks = urls.iter().enumerate().map(|(n, url)| {
        let download = downloads.clone().download(n, url.clone());
        spawn(download).named(url)
    });
    let times = gather(tasks).await?;

    let took = now().elapsed();
    let alone = times.iter().sum();
    print(format!("at most {} at once", downloads.most.get()));
    print(format!("{} in {}", urls.len(), human(took)));
    print(format!(
        "one at a time: {}, {} × as long",
        human(alone),
        ratio(alone, took)
    ));
    Ok(())
}

#[derive(Clone)]
struct Downloads {
    permits: Semaphore,
    running: Rc<Cell<usize>>,
    most: Rc<Cell<usize>>,
    latency: u64,
    world: World,
}

impl Downloads {
    /// Returns how long the download took, without the wait for a permit.
    async fn download(self, n: usize, url: String) -> Result<Duration> {
        let _permit = self.permits.acquire().await;
        self.running.set(self.running.get() + 1);
        self.most.set(self.most.get().max(self.running.get()));

        let began = now();
        let slowness = 2 + n as u64 % 4;
        sleep(ms(self.latency * slowness) / 2).await;
        self.world.fetch(&url).await?;

        self.running.set(self.running.get() - 1);
        Ok(now() - began)
    }
}
