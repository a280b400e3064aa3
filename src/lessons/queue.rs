//! Producers and consumers with a queue between them, and a None that ends each consumer.

use super::prelude::*;

pub(super) async fn main(settings: Values, world: World) -> Result<()> {
    let urls = world.documents(settings.lines("urls"), settings.number("documents"));
    let producers = settings.number("producers");
    let consumers = settings.number("consumers");
    // How many None are put when all producers have ended, and after the last document.
    let (at_end, after_last) = match settings.get("ends") {
        "each" => (consumers, 0),
        "last" => (0, consumers),
        // The other consumers wait forever.
        _ => (1, 0),
    };
    let jobs = Jobs {
        urls: urls.into(),
        queue: Queue::new(settings.number("capacity")).named("documents"),
        latency: settings.number("latency") as u64,
        work: settings.number("work") as u64,
        after_last,
        world,
    };

    let producing: Vec<Task<Duration>> = (0..producers)
        .map(|n| spawn(jobs.clone().produce(n, producers)).named(format!("producer {}", n + 1)))
        .collect();
    let consuming: Vec<Task<(usize, Duration)>> = (0..consumers)
        .map(|n| spawn(jobs.clone().consume()).named(format!("consumer {}", n + 1)))
        .collect();

    let for_room: Duration = gather(producing).await?.into_iter().sum();
    jobs.end(at_end).await?;

    let (mut sum, mut for_pages) = (0, Duration::ZERO);
    for (n, (words, waited)) in gather(consuming).await?.into_iter().enumerate() {
        print(format!("consumer {} counted {words} words", n + 1));
        sum += words;
        for_pages += waited;
    }
    print(format!("producers waited for room: {}", human(for_room)));
    print(format!(
        "consumers waited for documents: {}",
        human(for_pages)
    ));
    print(format!("{sum} words in all"));
    Ok(())
}

#[derive(Clone)]
struct Jobs {
    urls: Rc<[String]>,
    queue: Queue<Option<String>>,
    latency: u64,
    work: u64,
    after_last: usize,
    world: World,
}

impl Jobs {
    /// Returns how long it waited for room.
    async fn produce(self, first: usize, producers: usize) -> Result<Duration> {
        let mut waited = Duration::ZERO;
        for n in (first..self.urls.len()).step_by(producers) {
            let slowness = 2 + n as u64 % 4;
            sleep(ms(self.latency * slowness) / 2).await;
            let page = self.world.fetch(&self.urls[n]).await?;
            let asked = now();
            self.queue.put(Some(page)).await?;
            waited += now() - asked;
            if n + 1 == self.urls.len() {
                // Another producer may still have documents.
                self.end(self.after_last).await?;
            }
        }
        Ok(waited)
    }

    /// One None ends one consumer, so each needs its own.
    async fn end(&self, consumers: usize) -> Result<()> {
        for _ in 0..consumers {
            self.queue.put(None).await?;
        }
        Ok(())
    }

    /// Returns the words that it counted, and how long it waited for documents.
    async fn consume(self) -> Result<(usize, Duration)> {
        let (mut words, mut waited) = (0, Duration::ZERO);
        loop {
            let asked = now();
            let Some(page) = self.queue.get().await? else {
                return Ok((words, waited));
            };
            waited += now() - asked;
            words += page.split_whitespace().count();
            sleep(ms(self.work)).await;
        }
    }
}
