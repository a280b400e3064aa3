//! The browser's files, database and workers, and `await` in JavaScript.
use coroscope::runtime::Options;
use coroscope::time::ms;
use coroscope::trace::{Model, WaitReason};
use coroscope::web::driver::browser;
use coroscope::web::net::BrowserNet;
use coroscope::world::{File, Mode, World, to_worker};
use coroscope::{Event, Result, Runtime, gather, scope, sleep, spawn, yield_now};
use wasm_bindgen_test::wasm_bindgen_test;

/// The outside world of a lesson in the browser.
fn world() -> World {
    coroscope::web::world::world(BrowserNet::default())
}

/// Runs a main coroutine to its end. An error fails the test.
async fn run(main: impl Future<Output = Result<()>> + 'static) -> Runtime {
    let rt = Runtime::new(browser(), Options::default());
    let main = rt.start(main);
    rt.wait_all_done().await;
    main.result().expect("the run is over").unwrap();
    rt
}

async fn read(world: &World, name: &str) -> Result<String> {
    let file = world.open(name, Mode::Read).await?;
    scope(file, async |file: &File| file.read().await, File::close).await
}

#[wasm_bindgen_test]
async fn a_written_and_closed_file_can_be_read() {
    let rt = run(async {
        let world = world();
        let file = world.open("written.txt", Mode::Write).await?;
        file.write("one, ").await?;
        file.write("zwölf").await?;
        file.close().await?;
        assert_eq!(read(&world, "written.txt").await?, "one, zwölf");
        Ok(())
    })
    .await;
    rt.with_log(|log| {
        let model = Model::of(log);
        let spans = model.tasks().iter().flat_map(|task| &task.spans);
        let waits = spans.filter_map(|span| match span.waited.map(|w| w.on) {
            Some(WaitReason::Io(what)) => Some(log.text(what)),
            _ => None,
        });
        assert!(waits.clone().any(|what| what == "open written.txt"));
        assert!(waits.clone().any(|what| what == "close written.txt"));
    });
}

#[wasm_bindgen_test]
async fn opening_a_file_to_write_truncates_it() {
    drop(
        run(async {
            let world = world();
            let file = world.open("emptied.txt", Mode::Write).await?;
            file.write("old").await?;
            file.close().await?;
            let file = world.open("emptied.txt", Mode::Write).await?;
            file.write("lost, because it is never closed").await?;
            drop(file);
            assert_eq!(read(&world, "emptied.txt").await?, "");
            Ok(())
        })
        .await,
    );
}

#[wasm_bindgen_test]
async fn a_cancelled_writer_closes_its_file_in_its_scope() {
    drop(
        run(async {
            let world = world();
            let file = world.open("half.txt", Mode::Write).await?;
            let half = Event::new();
            let half_way = half.clone();
            let writer = spawn(scope(
                file,
                async move |file: &File| {
                    file.write("first").await?;
                    half_way.set();
                    sleep(ms(1 << 32)).await;
                    file.write("second").await
                },
                File::close,
            ));
            half.wait().await;
            writer.cancel();
            assert!(writer.await.unwrap_err().is_cancelled());
            assert_eq!(read(&world, "half.txt").await?, "first");
            Ok(())
        })
        .await,
    );
}

#[wasm_bindgen_test]
async fn a_writer_that_is_cancelled_while_it_opens_a_file_leaves_it_closed() {
    drop(
        run(async {
            let world = world();
            let opening = {
                let world = world.clone();
                spawn(async move { world.open("opening.txt", Mode::Write).await.map(drop) })
            };
            yield_now().await;
            opening.cancel();
            assert!(opening.await.unwrap_err().is_cancelled());
            let file = world.open("opening.txt", Mode::Write).await?;
            file.write("there").await?;
            file.close().await?;
            assert_eq!(read(&world, "opening.txt").await?, "there");
            Ok(())
        })
        .await,
    );
}

#[wasm_bindgen_test]
async fn the_error_for_a_missing_file_contains_its_name() {
    drop(
        run(async {
            let missing = read(&world(), "nowhere.txt").await.unwrap_err().to_string();
            assert_eq!(
                missing,
                "nowhere.txt could not be opened: it does not exist"
            );
            let file = world().open("a/b", Mode::Write).await;
            let odd = file.err().expect("no name has a slash").to_string();
            assert!(odd.starts_with("a/b could not be opened: "), "{odd}");
            Ok(())
        })
        .await,
    );
}

#[wasm_bindgen_test]
async fn the_database_stores_lists_and_clears() {
    drop(
        run(async {
            let store = world().store("test");
            store.clear().await?;
            gather((0..3).map(|n| store.put(&format!("key {n}"), format!("{n}")))).await?;
            store.put("key 1", "one").await?;
            assert_eq!(store.get("key 1").await?.as_deref(), Some("one"));
            assert_eq!(store.get("key 9").await?, None);
            // Another connection sees the same.
            let listed = world().store("test").list().await?;
            let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
            assert_eq!(
                listed,
                [pair("key 0", "0"), pair("key 1", "one"), pair("key 2", "2")]
            );
            store.clear().await?;
            assert_eq!(store.list().await?, []);
            Ok(())
        })
        .await,
    );
}

#[wasm_bindgen_test]
async fn a_cancelled_put_leaves_the_database_usable() {
    drop(
        run(async {
            let store = world().store("cancelled");
            store.clear().await?;
            let putting = {
                let store = store.clone();
                spawn(async move { store.put("key", "value").await })
            };
            yield_now().await;
            putting.cancel();
            assert!(putting.await.unwrap_err().is_cancelled());
            store.put("key", "other").await?;
            assert_eq!(store.get("key").await?.as_deref(), Some("other"));
            Ok(())
        })
        .await,
    );
}

#[wasm_bindgen_test]
async fn a_worker_returns_the_result_or_the_error_of_its_job() {
    drop(
        run(async {
            let world = world();
            assert_eq!(to_worker(&world, "primes", 100_000).await?, "9592");
            let unknown = to_worker(&world, "dishes", "").await.unwrap_err();
            let unknown = unknown.to_string();
            assert!(unknown.starts_with("there is no job"), "{unknown}");
            Ok(())
        })
        .await,
    );
}

#[wasm_bindgen_test]
async fn the_loop_runs_during_a_job_and_cancelling_ends_the_job() {
    drop(
        run(async {
            let world = world();
            // This job would take minutes.
            let long = spawn(to_worker(&world, "primes", u32::MAX));
            for _ in 0..20 {
                sleep(ms(5)).await;
            }
            assert!(!long.done());
            long.cancel();
            assert!(long.await.unwrap_err().is_cancelled());
            assert_eq!(to_worker(&world, "primes", 10).await?, "4");
            Ok(())
        })
        .await,
    );
}

#[wasm_bindgen_test]
async fn javascript_awaits_a_chain_and_measures_its_time() {
    drop(
        run(async {
            let peer = world().peer.expect("the page has JavaScript");
            assert!(!peer.chain(1_000, 200).await?.is_zero());
            let deep = peer.chain(usize::MAX, 1).await.unwrap_err().to_string();
            assert!(deep.starts_with("JavaScript did not await"), "{deep}");
            Ok(())
        })
        .await,
    );
}
