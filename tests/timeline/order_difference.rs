//! Where two runs of a program in different orders part, and why.

use coroscope::explore::Explorer;
use coroscope::time::ms;
use coroscope::timeline::order_difference;
use coroscope::trace::{Model, RunView};
use coroscope::{Error, print, shield, sleep, spawn, wait_for};

/// The sentence about the first difference between the usual run and the one with this schedule.
#[track_caller]
fn sentence<F>(program: impl Fn() -> F, schedule: &str) -> String
where
    F: Future<Output = Result<(), Error>> + 'static,
{
    let run = |schedule: &str| Explorer::new().replay(&program, &schedule.parse().unwrap());
    let ((_, usual), (_, other)) = (run("0"), run(schedule));
    let difference = usual.with_log(|a| {
        other.with_log(|b| {
            let (first, second) = (Model::of(a), Model::of(b));
            order_difference(RunView::new(a, &first), RunView::new(b, &second))
        })
    });
    difference.expect("the runs differ").sentence
}

/// Saves, with a limit to the wait for it.
async fn save(limit: u64) -> Result<(), Error> {
    let save = async {
        sleep(ms(50)).await;
        Ok(())
    };
    let save = spawn(save).named("save");
    let in_time = wait_for(shield(&save), ms(limit)).await.is_ok();
    save.await?;
    print(format!("in time: {in_time}"));
    Ok(())
}

#[test]
fn a_timeout_that_expires_is_no_cancellation() {
    assert_eq!(
        sentence(|| save(100), "0:1"),
        "When the timer of “save” takes 50 ms longer, the timeout of “main” expires before “save” continues. \
         Then “main” prints “in time: false” instead of “in time: true”."
    );
}

#[test]
fn a_timeout_can_take_longer() {
    assert_eq!(
        sentence(|| save(20), "0:1"),
        "When the timeout of “main” takes longer, “save” continues before “main”. \
         Then “main” prints “in time: true” instead of “in time: false”."
    );
}

#[test]
fn a_chosen_task_is_cancelled() {
    let program = || async {
        let nap = spawn(async {
            sleep(ms(50)).await;
            Ok(())
        });
        nap.named("nap").await.ok();
        Ok(())
    };
    let run = |schedule: &str| {
        let explorer = Explorer::new().cancel("nap");
        explorer.replay(program, &schedule.parse().unwrap()).1
    };
    let (usual, other) = (run("0"), run("0:1"));
    let difference = usual.with_log(|a| {
        other.with_log(|b| {
            let (first, second) = (Model::of(a), Model::of(b));
            order_difference(RunView::new(a, &first), RunView::new(b, &second))
        })
    });
    let sentence = difference.expect("the runs differ").sentence;
    assert_eq!(sentence, "The difference: “nap” is cancelled.");
}
