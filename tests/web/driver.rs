//! The browser's driver: queues, timers, network, and memory after a runtime was dropped.
use coroscope::runtime::Options;
use coroscope::time::ms;
use coroscope::trace::EventKind;
use coroscope::web::driver::browser;
use coroscope::web::net::BrowserNet;
use coroscope::world::Net;
use coroscope::{Result, Runtime, gather, sleep, spawn, yield_now};
use coroscope_browser::console_tasks::console_tasks;
use coroscope_browser::current_element::{current_element, within};
use gloo_timers::callback::Interval;
use js_sys::futures::JsFuture;
use js_sys::{Function, Promise};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

async fn run(main: impl Future<Output = Result<()>> + 'static) -> Runtime {
    let rt = Runtime::new(browser(), Options::default());
    let main = rt.start(main);
    rt.wait_all_done().await;
    main.result().expect("the run has ended").unwrap();
    rt
}

fn hops(rt: &Runtime) -> usize {
    rt.with_log(|log| log.iter().filter(|e| e.kind == EventKind::Hopped).count())
}

#[wasm_bindgen_test]
async fn a_short_run_stays_in_microtasks() {
    let rt = run(async {
        for _ in 0..10 {
            yield_now().await;
        }
        Ok(())
    })
    .await;
    assert_eq!(hops(&rt), 0);
}

#[wasm_bindgen_test]
async fn a_long_chain_of_turns_lets_the_browsers_own_tasks_run() {
    let ticks = Rc::new(Cell::new(0));
    let count = ticks.clone();
    let interval = Interval::new(1, move || count.set(count.get() + 1));
    let seen = ticks.clone();
    let rt = run(async move {
        // If the loop used only microtasks, the interval would never fire.
        while seen.get() < 3 {
            yield_now().await;
        }
        Ok(())
    })
    .await;
    drop(interval);
    assert!(hops(&rt) > 0);
}

#[wasm_bindgen_test]
async fn a_pass_of_many_tasks_is_split_by_hops() {
    let rt = run(async {
        gather((0..20_000).map(|_| async {
            yield_now().await;
            Ok(())
        }))
        .await?;
        Ok(())
    })
    .await;
    assert!(hops(&rt) > 0);
    rt.with_log(|log| {
        let events: Vec<EventKind> = log.iter().map(|event| event.kind).collect();
        let is_end = |kind: &EventKind| matches!(kind, EventKind::TaskEnded { .. });
        // Main ends last. After that there may be one more pass.
        let until_main_ends = events.iter().rposition(is_end).expect("main ends");
        let passes = events[..until_main_ends]
            .iter()
            .filter(|kind| matches!(kind, EventKind::PassBegun { .. }));
        // Main, two passes of the tasks, gather's done callbacks, and main again.
        assert_eq!(passes.count(), 5);
    });
}

#[wasm_bindgen_test]
async fn timers_do_not_fire_before_their_time() {
    drop(
        run(async {
            for n in [1, 2, 5, 13] {
                let began = coroscope::now();
                sleep(ms(n)).await;
                assert!(coroscope::now() - began >= ms(n));
            }
            Ok(())
        })
        .await,
    );
}

#[wasm_bindgen_test]
async fn a_delay_longer_than_the_browsers_maximum_does_not_fire_immediately() {
    drop(
        run(async {
            let month = spawn(async {
                sleep(ms(1 << 32)).await;
                Ok(())
            });
            sleep(ms(20)).await;
            assert!(!month.done());
            Ok(())
        })
        .await,
    );
}

#[wasm_bindgen_test]
async fn the_error_of_a_request_has_its_url_and_the_reason() {
    drop(
        run(async {
            let missing = BrowserNet::default()
                .get("no-such-file.txt")
                .await
                .unwrap_err();
            let missing = missing.to_string();
            assert!(missing.contains("no-such-file.txt"), "{missing}");
            assert!(missing.contains("404"), "{missing}");
            let malformed = BrowserNet::default()
                .get("http://[")
                .await
                .unwrap_err()
                .to_string();
            assert!(malformed.contains("malformed URL"), "{malformed}");
            Ok(())
        })
        .await,
    );
}

#[wasm_bindgen_test]
async fn a_cancelled_request_fails_with_a_cancellation() {
    drop(
        run(async {
            let request = spawn(BrowserNet::default().get("no-such-file.txt"));
            yield_now().await;
            request.cancel();
            assert!(request.await.unwrap_err().is_cancelled());
            Ok(())
        })
        .await,
    );
}

#[wasm_bindgen_test]
async fn a_dropped_runtime_runs_no_more_passes() {
    let turns = Rc::new(Cell::new(0));
    let count = turns.clone();
    let rt = Runtime::new(browser(), Options::default());
    drop(rt.start(async move {
        loop {
            count.set(count.get() + 1);
            sleep(ms(1)).await;
        }
        #[allow(unreachable_code, reason = "gives the coroutine its type")]
        Ok(())
    }));
    let other = run(async {
        sleep(ms(20)).await;
        Ok(())
    })
    .await;
    let before = turns.get();
    assert!(before > 0);
    drop(rt);
    drop(other);
    drop(
        run(async {
            sleep(ms(20)).await;
            Ok(())
        })
        .await,
    );
    assert_eq!(turns.get(), before);
    assert_eq!(Rc::strong_count(&turns), 1);
}

#[wasm_bindgen_test]
async fn memory_does_not_grow_with_the_number_of_dropped_runtimes() {
    async fn some(count: usize) -> u32 {
        for _ in 0..count {
            drop(
                run(async {
                    gather((0..50).map(|_| async {
                        yield_now().await;
                        Ok(())
                    }))
                    .await?;
                    Ok(())
                })
                .await,
            );
        }
        let memory: js_sys::WebAssembly::Memory =
            wasm_bindgen::JsCast::unchecked_into(wasm_bindgen::memory());
        let buffer: js_sys::ArrayBuffer = wasm_bindgen::JsCast::unchecked_into(memory.buffer());
        buffer.byte_length()
    }
    let at_first = some(100).await;
    assert_eq!(some(400).await, at_first);
}

#[wasm_bindgen_test]
async fn tasks_run_on_behalf_of_the_element_that_created_their_runtime() {
    let rt = within(Some(7), || Runtime::new(browser(), Options::default()));
    let main = rt.start(async {
        let in_microtask = current_element();
        sleep(ms(1)).await;
        Ok((in_microtask, current_element()))
    });
    rt.wait_all_done().await;
    let elements = main.result().expect("the run has ended").unwrap();
    assert_eq!(elements, (Some(7), Some(7)));
    assert_eq!(current_element(), None);
}

/// Replaces `console.createTask` by one that takes notes of names and of polls.
const TAKE_NOTES: &str = "globalThis.noted = [];
    console.createTask = (name) => ({ run: (poll) => { noted.push(name); return poll(); } });";

#[wasm_bindgen_test]
async fn devtools_get_the_name_of_each_task_that_is_polled() {
    Function::new_no_args(TAKE_NOTES)
        .call0(&JsValue::UNDEFINED)
        .unwrap();
    let rt = Runtime::new(browser(), Options::default());
    rt.set_task_observer(console_tasks().expect("createTask exists"));
    let main = rt.start(async {
        let named = spawn(async {
            yield_now().await;
            Ok(())
        })
        .named("load");
        let unnamed = spawn(async { Ok(()) });
        named.await?;
        unnamed.await
    });
    rt.wait_all_done().await;
    main.result().unwrap().unwrap();
    let noted = Function::new_no_args("return noted.join()").call0(&JsValue::UNDEFINED);
    assert_eq!(
        noted.unwrap().as_string().unwrap(),
        "Task-1,load,Task-3,load,Task-1"
    );
}

fn javascript(code: &str) -> JsValue {
    let called = Function::new_no_args(code).call0(&JsValue::UNDEFINED);
    called.expect("the code throws nothing")
}

fn throw(message: &str) -> Result<()> {
    wasm_bindgen::throw_str(message)
}

#[wasm_bindgen_test]
async fn an_exception_of_javascript_ends_the_task_that_threw_and_no_other() {
    // In place of the browser's own, which the test runner takes for an error of the test.
    javascript(
        "globalThis.reported = []; globalThis.reportError = (error) => reported.push(error.message);",
    );
    let rt = within(Some(7), || Runtime::new(browser(), Options::default()));
    let main = rt.start(async {
        let other = spawn(async {
            sleep(ms(5)).await;
            Ok(5)
        });
        let at_once = spawn(async {
            assert_eq!(current_element(), Some(7));
            throw("at once")
        });
        let at_once = at_once.await;
        let by_timer = spawn(async {
            sleep(ms(1)).await;
            throw("by a timer")
        });
        let by_timer = by_timer.await;
        let from_outside = spawn(async {
            let later = javascript("return new Promise((done) => setTimeout(done))");
            let later: Promise = later.unchecked_into();
            let _settled = JsFuture::from(later).await;
            throw("from outside")
        });
        let lost = [at_once, by_timer, from_outside.await];
        Ok((lost.map(|it| it.unwrap_err().to_string()), other.await?))
    });
    rt.wait_all_done().await;
    let (lost, other) = main.result().expect("the run has ended").unwrap();
    assert_eq!(lost, ["an exception of JavaScript ended it"; 3]);
    assert_eq!(other, 5);
    assert_eq!(current_element(), None);
    let reported = javascript("return reported.join()");
    assert_eq!(
        reported.as_string().unwrap(),
        "at once,by a timer,from outside"
    );
}
