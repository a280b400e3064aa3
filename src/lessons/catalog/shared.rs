//! Settings that several lessons have.

use super::{Setting, SettingKind};

/// Sleeps before requests.
pub(super) const LATENCY: Setting = Setting {
    id: "latency",
    label: "Added latency",
    hint: "a sleep before each request, so that a fast network stays readable; some documents take up to 2.5 times as long",
    kind: SettingKind::Number {
        min: 0,
        max: 5_000,
        default: 100,
        unit: "ms",
    },
};

/// The reader's own addresses.
pub(super) const URLS: Setting = Setting {
    id: "urls",
    label: "Your own URLs",
    hint: "one per line; empty for the sample documents of this site",
    kind: SettingKind::Lines {
        placeholder: "docs/lock.txt",
        default: "",
    },
};
