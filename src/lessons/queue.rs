//! Producers and consumers with a queue between them, and a None that ends each consumer.

use super::prelude::*;

pub(super) async fn main(knobs: Values, world: World) -> Result<()> {
    let urls = world.documents(knobs.lines("urls"), knobs.number("documents"));
    let jobs = Jobs {
        urls: urls.into(),
        queue: Queue::new(knobs.number("capacity")).named("documents"),
        latency: knobs.number("latency") as u64,
        work: knobs.number("work") as u64,
        world,
    };
    let producers = knobs.number("producers");
    let consumers = knobs.number("consumers");

    let producing: Vec<Task<()>> = (0..producers)
        .map(|n| spawn(jobs.clone().produce(n, producers)).named(format!("producer {}", n + 1)))
        .collect();
    let consuming: Vec<Task<usize>> = (0..consumers)
        .map(|n| spawn(jobs.clone().consume()).named(format!("consumer {}", n + 1)))
        .collect();

    gather(producing).await?;
    for _ in 0..consumers {
        // One None ends one consumer, so each gets its own.
        jobs.queue.put(None).await?;
    }
    let counts = gather(consuming).await?;

    for (n, words) in counts.iter().enumerate() {
        print(format!("consumer {} counted {words} words", n + 1));
    }
    print(format!("{} words in all", counts.iter().sum::<usize>()));
    Ok(())
}

#[derive(Clone)]
struct Jobs {
    urls: Rc<[String]>,
    queue: Queue<Option<String>>,
    latency: u64,
    work: u64,
    world: World,
}

impl Jobs {
    async fn produce(self, first: usize, producers: usize) -> Result<()> {
        for n in (first..self.urls.len()).step_by(producers) {
            let slowness = 2 + n as u64 % 4;
            sleep(ms(self.latency * slowness / 2)).await;
            let page = self.world.fetch(&self.urls[n]).await?;
            self.queue.put(Some(page)).await?;
        }
        Ok(())
    }

    async fn consume(self) -> Result<usize> {
        let mut words = 0;
        while let Some(page) = self.queue.get().await? {
            words += page.split_whitespace().count();
            sleep(ms(self.work)).await;
        }
        Ok(words)
    }
}
