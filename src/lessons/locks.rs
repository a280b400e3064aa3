//! Tasks that add to one counter: each reads it, waits, and writes it back.

use super::prelude::*;

pub(super) async fn main(settings: Values, _: World) -> Result<()> {
    let counter = Counter {
        value: Rc::default(),
        lock: match settings.get("variant") {
            "lock" => Some(Lock::new().named("counter")),
            _ => None,
        },
        times: settings.number("times"),
        gap: settings.number("gap") as u64,
        pause: settings.number("pause") as u64,
    };
    let tasks = settings.number("tasks");
    record_value("value", 0);
    let adders = (1..=tasks).map(|n| spawn(counter.clone().add(n)).named(format!("adder {n}")));
    gather(adders).await?;

    let added = tasks * counter.times;
    let value = counter.value.get();
    print(format!(
        "{added} additions, the counter says {value}: {} are lost",
        added - value
    ));
    print(format!("it took {}", human(now().elapsed())));
    Ok(())
}

#[derive(Clone)]
struct Counter {
    value: Rc<Cell<usize>>,
    lock: Option<Lock>,
    times: usize,
    gap: u64,
    pause: u64,
}

impl Counter {
    async fn add(self, n: usize) -> Result<()> {
        if self.gap > 0 {
            // One task begins after the other.
            sleep(ms((n as u64 - 1) * self.gap)).await;
        }
        for _ in 0..self.times {
            match &self.lock {
                Some(lock) => {
                    let _held = lock.acquire().await;
                    self.add_one(n).await;
                }
                None => self.add_one(n).await,
            }
        }
        Ok(())
    }

    async fn add_one(&self, n: usize) {
        let read = self.value.get();
        // Other tasks run now. Without a lock they read the same value.
        sleep(ms(self.pause)).await;
        self.value.set(read + 1);
        record_value("value", read as u32 + 1);
        print(format!("adder {n}: {read} + 1 = {}", read + 1));
    }
}
