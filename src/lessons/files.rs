//! A file that is written line by line, and closed even when its writer is cancelled halfway.

use super::prelude::*;

const NAME: &str = "notes.txt";

pub(super) async fn main(settings: Values, world: World) -> Result<()> {
    let notes = Notes {
        lines: settings.number("lines"),
        pause: settings.number("pause") as u64,
        ticks: Rc::default(),
        world,
    };
    let ticker = spawn(notes.clone().tick()).named("ticker");

    let writer = match settings.get("variant") {
        "scope" => spawn(notes.clone().write_in_a_scope()),
        _ => spawn(notes.clone().write_and_then_close()),
    };
    let writer = writer.named("writer");
    if settings.number("cancel") > 0 {
        sleep(ms(settings.number("cancel") as u64)).await;
        writer.cancel();
    }
    match writer.await {
        Err(error) if error.is_cancelled() => print("the writer was cancelled"),
        ended => ended?,
    }

    let readers = 1..=settings.number("readers");
    let readers = readers.map(|n| spawn(notes.clone().read()).named(format!("reader {n}")));
    for (n, lines) in gather(readers).await?.into_iter().enumerate() {
        print(format!("reader {} found {lines} lines", n + 1));
    }
    print(format!(
        "meanwhile the ticker ticked {} times",
        notes.ticks.get()
    ));
    ticker.cancel();
    Ok(())
}

#[derive(Clone)]
struct Notes {
    lines: usize,
    pause: u64,
    ticks: Rc<Cell<usize>>,
    world: World,
}

impl Notes {
    async fn write_in_a_scope(self) -> Result<()> {
        let file = self.world.open(NAME, Mode::Write).await?;
        scope(
            file,
            async |file: &File| self.write_lines(file).await,
            close,
        )
        .await
    }

    async fn write_and_then_close(self) -> Result<()> {
        let file = self.world.open(NAME, Mode::Write).await?;
        self.write_lines(&file).await?;
        // A task that is cancelled above never gets here.
        close(file).await
    }

    async fn write_lines(&self, file: &File) -> Result<()> {
        for n in 1..=self.lines {
            sleep(ms(self.pause)).await;
            file.write(format!("line {n}\n")).await?;
        }
        Ok(())
    }

    async fn read(self) -> Result<usize> {
        let file = self.world.open(NAME, Mode::Read).await?;
        let text = scope(file, async |file: &File| file.read().await, File::close).await?;
        Ok(text.lines().count())
    }

    async fn tick(self) -> Result<()> {
        loop {
            sleep(ms(50)).await;
            self.ticks.set(self.ticks.get() + 1);
        }
    }
}

/// Closing saves what was written.
async fn close(file: File) -> Result<()> {
    file.close().await?;
    print(format!("{NAME} is closed"));
    Ok(())
}
