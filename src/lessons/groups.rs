//! A group of downloads, one of which fails: the others are cancelled, and clean up.

use super::prelude::*;

pub(super) async fn main(settings: Values, world: World) -> Result<()> {
    let downloads = Downloads {
        latency: settings.number("latency") as u64,
        closing: settings.number("closing") as u64,
        close_fails: settings.get("variant") == "closing",
        world: world.clone(),
    };
    let mut urls = world.documents(vec![], settings.number("tasks"));
    if settings.get("variant") != "none" && urls.len() > 1 {
        urls[1] = "docs/missing.txt".into();
    }

    let group = task_group(async |group| {
        for (n, url) in urls.into_iter().enumerate() {
            let task = group.create_task(downloads.clone().download(n, url.clone()))?;
            drop(task.named(url));
        }
        Ok(())
    });
    // Continues once all tasks have ended, the cancelled ones included.
    match group.await {
        Ok(()) => print("all tasks are done"),
        Err(error) => match error.downcast_ref::<ErrorGroup>() {
            Some(group) => {
                print(format!("errors of the group: {}", group.errors.len()));
                for error in &group.errors {
                    print(error.to_string());
                }
            }
            None => return Err(error),
        },
    }
    print(format!("the group ended after {}", human(now().elapsed())));
    Ok(())
}

#[derive(Clone)]
struct Downloads {
    latency: u64,
    closing: u64,
    close_fails: bool,
    world: World,
}

impl Downloads {
    async fn download(self, n: usize, url: String) -> Result<()> {
        let last = self.clone();
        let body = async |url: &String| {
            sleep(ms(self.latency * (n as u64 + 1))).await;
            let page = self.world.fetch(url).await?;
            print(format!("{url}: {} words", page.split_whitespace().count()));
            Ok(())
        };
        scope(url, body, async move |url| last.close(n, url).await).await
    }

    /// Runs whether the download succeeded or not.
    async fn close(self, n: usize, url: String) -> Result<()> {
        sleep(ms(self.closing)).await;
        if self.close_fails && n == 2 {
            // A cleanup can fail, too: this one requests a document that does not exist.
            self.world.fetch("docs/nobody.txt").await?;
        }
        print(format!("{url} is closed"));
        Ok(())
    }
}
