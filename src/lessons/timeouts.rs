//! Work that takes too long: under a limit, under two, and behind a shield.

use super::prelude::*;

pub(super) async fn main(settings: Values, _world: World) -> Result<()> {
    let job = Job {
        time: ms(settings.number("work") as u64),
        limit: ms(settings.number("limit") as u64),
        cleanup: ms(settings.number("cleanup") as u64),
    };
    gather([
        spawn(job.limited()).named("one limit"),
        spawn(job.nested()).named("two limits"),
        spawn(job.shielded()).named("shielded"),
    ])
    .await?;
    Ok(())
}

#[derive(Clone, Copy)]
struct Job {
    time: Duration,
    limit: Duration,
    cleanup: Duration,
}

impl Job {
    async fn limited(self) -> Result<()> {
        let ended = timeout(self.limit).run(self.work()).await;
        report("one limit", ended)
    }

    async fn nested(self) -> Result<()> {
        let outer = timeout(self.limit);
        let inner = timeout(self.limit * 2);
        let ended = outer.run(inner.run(self.work())).await;
        print(format!(
            "two limits: outer expired: {}, inner expired: {}",
            outer.expired(),
            inner.expired()
        ));
        report("two limits", ended)
    }

    async fn shielded(self) -> Result<()> {
        let work = spawn(self.work()).named("behind the shield");
        // The limit ends the wait, not the work.
        let ended = timeout(self.limit).run(shield(&work)).await;
        report("shielded", ended)?;
        work.await?;
        report("behind the shield", Ok(()))
    }

    /// Whatever happens to the work, the cleanup is awaited.
    async fn work(self) -> Result<()> {
        scope(
            self,
            async |job| {
                sleep(job.time).await;
                Ok(())
            },
            async |job| {
                sleep(job.cleanup).await;
                Ok(())
            },
        )
        .await
    }
}

fn report(name: &str, ended: Result<()>) -> Result<()> {
    let after = human(now().elapsed());
    match ended {
        Ok(()) => print(format!("{name}: done after {after}")),
        Err(error) if error.downcast_ref::<TimeoutError>().is_some() => {
            print(format!("{name}: timed out after {after}"));
        }
        Err(error) => return Err(error),
    }
    Ok(())
}
