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
        tell("one limit", ended)
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
        tell("two limits", ended)
    }

    async fn shielded(self) -> Result<()> {
        let work = spawn(self.work()).named("behind the shield");
        // The limit ends the waiting, and not what is waited for.
        let ended = timeout(self.limit).run(shield(&work)).await;
        tell("shielded", ended)?;
        work.await?;
        tell("behind the shield", Ok(()))
    }

    /// Whatever becomes of the work, the cleanup is awaited.
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

fn tell(who: &str, ended: Result<()>) -> Result<()> {
    let after = human(now().elapsed());
    match ended {
        Ok(()) => print(format!("{who}: done after {after}")),
        Err(error) if error.downcast_ref::<TimeoutError>().is_some() => {
            print(format!("{who}: timed out after {after}"));
        }
        Err(error) => return Err(error),
    }
    Ok(())
}
