//! Many connections: together they take as long as the slowest, whatever their number.

use super::common::{check_picture, duration, model, printed, run};
use coroscope::time::ms;
use coroscope::trace::Outcome;

#[test]
fn ten_thousand_take_as_long_together_as_the_slowest() {
    let rt = run("many", &[]);
    // Each sleeps twice: 80, 120 and 160 ms for the three; 200 ms for the slowest of all.
    assert_eq!(duration(&rt, "one at a time"), ms(2 * (80 + 120 + 160)));
    assert_eq!(rt.time().elapsed(), ms(720 + 2 * 200));
    assert_eq!(
        printed(&rt),
        [
            "most clients at once: 10000",
            "the server answered 10003",
            "3 one at a time: 720 ms, 240 ms each",
            "10000 together: 400 ms, 40 µs each",
            "together is 6000.0 times as fast",
        ]
    );
    rt.with_log(|log| assert_eq!(log.dropped(), 0, "the whole run is kept"));
}

#[test]
fn the_server_has_a_turn_between_its_clients() {
    let rt = run("many", &[("clients", "5"), ("alone", "2")]);
    check_picture("many_few_clients", &rt);
    assert_eq!(printed(&rt)[1], "the server answered 7");
}

#[test]
fn all_are_answered_although_the_line_of_requests_is_short() {
    let rt = run(
        "many",
        &[("clients", "1000"), ("pause", "0"), ("alone", "0")],
    );
    assert_eq!(printed(&rt)[1], "the server answered 1000");
    assert_eq!(model(&rt).resources()[0].highest(), 100);
}

#[test]
fn no_clients_and_one_work() {
    for (clients, alone) in [("0", "0"), ("1", "0"), ("0", "1"), ("1", "1")] {
        let rt = run("many", &[("clients", clients), ("alone", alone)]);
        let model = model(&rt);
        assert_eq!(model.tasks()[0].end.unwrap().1, Outcome::Done);
        assert!(model.all_done());
    }
}
