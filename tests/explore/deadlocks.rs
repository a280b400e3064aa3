//! Two locks in opposite order.

use super::{breaks, holds};
use coroscope::explore::{Ending, Explorer};
use coroscope::time::ms;
use coroscope::{Lock, gather, io, sleep};

/// Two tasks take two locks, in the same order or not.
async fn two_locks(same_order: bool) -> coroscope::Result<()> {
    let (accounts, audit) = (Lock::new(), Lock::new());
    let transfer = |first: Lock, second: Lock, start| async move {
        sleep(ms(start)).await;
        let _first = first.acquire().await;
        io("read", sleep(ms(5))).await;
        let _second = second.acquire().await;
        Ok(())
    };
    let other = match same_order {
        true => transfer(accounts.clone(), audit.clone(), 20),
        false => transfer(audit.clone(), accounts.clone(), 20),
    };
    gather([transfer(accounts, audit, 0), other]).await?;
    Ok(())
}

#[test]
fn a_deadlock_is_found() {
    let found = breaks(&Explorer::new(), || two_locks(false));
    let Some(failure) = found.failure() else {
        panic!("no failure: {found}");
    };
    match &failure.outcome.result {
        Ending::Failed(why) => assert!(why.starts_with("deadlock: "), "{why}"),
        other => panic!("{other:?}"),
    }
    holds(&Explorer::new(), || two_locks(true));
}
