//! Documents are fetched, parsed and stored by separate tasks, with queues in between.

use super::prelude::*;

pub(super) async fn main(settings: Values, world: World) -> Result<()> {
    let urls = world.documents(settings.lines("urls"), settings.number("documents"));
    let pipeline = Pipeline {
        urls: urls.into(),
        pages: Queue::new(settings.number("capacity")).named("pages"),
        counts: Queue::new(settings.number("capacity")).named("counts"),
        store: world.store("words"),
        latency: settings.number("latency") as u64,
        world,
    };
    let fetchers = settings.number("fetchers");
    pipeline.store.clear().await?;

    // When one of them fails, the others are cancelled.
    task_group(async |group| {
        let mut fetching = Vec::new();
        for n in 0..fetchers {
            let fetcher = group.create_task(pipeline.clone().fetch(n, fetchers))?;
            fetching.push(fetcher.named(format!("fetcher {}", n + 1)));
        }
        drop(group.create_task(pipeline.clone().parse())?.named("parser"));
        drop(group.create_task(pipeline.clone().keep())?.named("keeper"));

        gather(fetching).await?;
        print(format!("all fetched after {}", human(now().elapsed())));
        pipeline.pages.put(None).await?;
        Ok(())
    })
    .await?;
    print(format!("all stored after {}", human(now().elapsed())));

    let stored = pipeline.store.list().await?;
    let words = stored
        .iter()
        .filter_map(|(_, words)| words.parse::<usize>().ok());
    print(format!(
        "documents read back: {}, words in all: {}",
        stored.len(),
        words.sum::<usize>()
    ));
    Ok(())
}

#[derive(Clone)]
struct Pipeline {
    urls: Rc<[String]>,
    pages: Queue<Option<String>>,
    counts: Queue<Option<(String, usize)>>,
    store: Store,
    latency: u64,
    world: World,
}

impl Pipeline {
    async fn fetch(self, first: usize, fetchers: usize) -> Result<()> {
        for n in (first..self.urls.len()).step_by(fetchers) {
            let slowness = 2 + n as u64 % 4;
            sleep(ms(self.latency * slowness) / 2).await;
            let page = self.world.fetch(&self.urls[n]).await?;
            self.pages.put(Some(page)).await?;
        }
        Ok(())
    }

    async fn parse(self) -> Result<()> {
        while let Some(page) = self.pages.get().await? {
            let title = page.lines().next().unwrap_or("without a title");
            let words = page.split_whitespace().count();
            self.counts.put(Some((title.to_owned(), words))).await?;
        }
        // No more pages, so no more counts.
        self.counts.put(None).await?;
        Ok(())
    }

    async fn keep(self) -> Result<()> {
        let mut stored = 0;
        while let Some((title, words)) = self.counts.get().await? {
            self.store.put(&title, words.to_string()).await?;
            stored += 1;
            print(format!("{stored} of {}: {title}", self.urls.len()));
            record_point("stored", stored, self.urls.len());
        }
        Ok(())
    }
}
