//! Work that takes too long: under a limit, under two, and behind a shield.

use super::prelude::*;

pub(super) async fn main(settings: Values, _world: World) -> Result<()> {
    let job = Job {
        time: ms(settings.number("work") as u64),
        limit: ms(settings.number("limit") as u64),
        cleanup: ms(settings.number("cleanup") as u64),
        asks_work: settings.get("report") == "work",
        finished: Rc::default(),
        wrong: Rc::default(),
    };
    gather([
        spawn(job.clone().limited()).named("one limit"),
        spawn(job.clone().nested()).named("two limits"),
        spawn(job.clone().shielded()).named("shielded"),
    ])
    .await?;
    print(format!("{} of 4 reports are wrong", job.wrong.get()));
    Ok(())
}

#[derive(Clone)]
struct Job {
    time: Duration,
    limit: Duration,
    cleanup: Duration,
    asks_work: bool,
    finished: Rc<RefCell<Vec<&'static str>>>,
    wrong: Rc<Cell<usize>>,
}

impl Job {
    async fn limited(self) -> Result<()> {
        let work = self.clone().work("one limit");
        let ended = timeout(self.limit).run(work).await;
        self.report("one limit", ended)
    }

    async fn nested(self) -> Result<()> {
        let outer = timeout(self.limit);
        let inner = timeout(self.limit * 2);
        let work = self.clone().work("two limits");
        let ended = outer.run(inner.run(work)).await;
        print(format!(
            "two limits: outer expired: {}, inner expired: {}",
            outer.expired(),
            inner.expired()
        ));
        self.report("two limits", ended)
    }

    async fn shielded(self) -> Result<()> {
        let work = spawn(self.clone().work("shielded")).named("behind the shield");
        // The limit ends the wait, not the work.
        let ended = timeout(self.limit).run(shield(&work)).await;
        self.report("shielded", ended)?;
        work.await?;
        self.report("behind the shield", Ok(()))
    }

    /// Whatever happens to the work, the cleanup is awaited.
    async fn work(self, name: &'static str) -> Result<()> {
        scope(
            self,
            async |job| {
                sleep(job.time).await;
                job.finished.borrow_mut().push(name);
                Ok(())
            },
            async |job| {
                sleep(job.cleanup).await;
                Ok(())
            },
        )
        .await
    }

    fn report(&self, name: &str, ended: Result<()>) -> Result<()> {
        let mut timed_out = match ended {
            Ok(()) => false,
            Err(error) if error.downcast_ref::<TimeoutError>().is_some() => true,
            Err(error) => return Err(error),
        };
        // A limit can also be reached during the cleanup, when the work is done.
        if timed_out && self.finished.borrow().contains(&name) {
            match self.asks_work {
                true => timed_out = false,
                false => self.wrong.set(self.wrong.get() + 1),
            }
        }
        let ended = if timed_out { "timed out" } else { "done" };
        print(format!("{name}: {ended} after {}", human(now().elapsed())));
        Ok(())
    }
}
