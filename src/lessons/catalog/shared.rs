//! Knobs that several lessons have.

use super::{Knob, KnobKind};

/// Sleeps before requests.
pub(super) const LATENCY: Knob = Knob {
    id: "latency",
    label: "Added latency",
    hint: "a sleep before each request, so that a fast network stays readable; some documents take up to 2.5 times as long",
    kind: KnobKind::Number {
        min: 0,
        max: 5_000,
        default: 100,
        unit: "ms",
    },
};

/// The reader's own addresses.
pub(super) const URLS: Knob = Knob {
    id: "urls",
    label: "Your own URLs",
    hint: "one per line; empty for the sample documents of this site",
    kind: KnobKind::Lines {
        placeholder: "docs/lock.txt",
        default: "",
    },
};
