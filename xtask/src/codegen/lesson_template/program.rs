//! TITLE: a short and a long sleep, at the same time.

use super::prelude::*;

pub(super) async fn main(settings: Values, _world: World) -> Result<()> {
    let pause = ms(settings.number("pause") as u64);

    let short = spawn(rest("short", pause)).named("short");
    let long = spawn(rest("long", pause * 2)).named("long");
    gather([short, long]).await?;
    print("both are awake");
    Ok(())
}

async fn rest(name: &str, pause: Duration) -> Result<()> {
    print(format!("{name} sleeps"));
    sleep(pause).await;
    print(format!("{name} is awake"));
    Ok(())
}
