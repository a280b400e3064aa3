//! Recorded values are drawn over time, with a mark where a value was set to what it was already.

use coroscope::time::ms;
use coroscope::timeline::{LegendItem, Rows, Spot, Viewport, hit_at, layout, sentence_for_hit};
use coroscope::trace::{Model, ResourceKind, RunView};
use coroscope::{Runtime, record_value, sleep};

#[test]
fn a_value_is_a_track_that_marks_writes_without_an_effect() {
    let rt = Runtime::virtual_clock();
    rt.block_on(async {
        record_value("counter", 0);
        for value in [1, 1, 2, 2, 2] {
            sleep(ms(100)).await;
            record_value("counter", value);
        }
        record_value("other", 7);
        sleep(ms(500)).await;
        Ok(())
    })
    .unwrap();
    rt.with_log(|log| {
        let model = Model::of(log);
        let run = RunView::new(log, &model);
        let rows = Rows::of(&model);
        let viewport = Viewport::whole(&model, &rows, 1000.0);
        let picture = layout(run, &rows, &viewport);
        let [counter, other] = picture.counter_tracks.as_slice() else {
            panic!("{:?}", picture.counter_tracks);
        };
        assert_eq!(
            (counter.kind, &*counter.name),
            (ResourceKind::Value, "counter")
        );
        let steps = counter.steps.iter().map(|step| (step.x, step.level));
        assert_eq!(
            steps.collect::<Vec<_>>(),
            [(0.0, 0.0), (100.0, 1.0), (300.0, 2.0)]
        );
        let same = counter.unchanged.iter().map(|same| (same.x, same.times));
        assert_eq!(
            same.collect::<Vec<_>>(),
            [(200.0, 1), (400.0, 1), (500.0, 1)]
        );
        assert_eq!(other.unchanged, []);
        assert!(LegendItem::Unchanged.occurs_in(&picture));

        let said = |x| {
            let hit = hit_at(run, &rows, &viewport, &picture, Spot::CounterTrack(0, x));
            sentence_for_hit(run, hit.unwrap())
        };
        assert!(hit_at(run, &rows, &viewport, &picture, Spot::CounterTrack(2, 0.0)).is_none());
        assert_eq!(said(150.0), "at 150 ms: counter is 1");
        assert_eq!(
            said(401.0),
            "at 401 ms: counter is 2; it was set to the same value here"
        );
    });
}
