//! Settings that several lessons share.

use super::{Setting, SettingKind};
use crate::wording::text;

/// A sleep before each request.
pub(super) const LATENCY: Setting = Setting {
    id: "latency",
    label: text!("Added latency"),
    hint: text!(
        "a sleep before each request, so that the picture stays readable on a fast network; some documents take up to 2.5 times as long"
    ),
    kind: SettingKind::Number {
        min: 0,
        max: 5_000,
        default: 100,
        unit: "ms",
    },
};

/// The reader's own URLs.
pub(super) const URLS: Setting = Setting {
    id: "urls",
    label: text!("Your own URLs"),
    hint: text!("one per line; leave empty for the sample documents of this site"),
    kind: SettingKind::Lines {
        placeholder: "docs/lock.txt",
        default: "",
    },
};
