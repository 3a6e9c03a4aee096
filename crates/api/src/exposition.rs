//! The Prometheus text format (0.0.4): heads, samples, histograms.

use nameplate_domain::timings::{BOUNDS_S, Histogram};
use std::borrow::Cow;
use std::fmt::Write as _;

pub(crate) fn head(text: &mut String, name: &str, kind: &str, help: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}");
}

/// One sample.
pub(crate) fn line(text: &mut String, name: &str, labels: &[(&str, &str)], value: impl std::fmt::Display) {
    let labels: Vec<String> = labels.iter().map(|(name, value)| format!("{name}=\"{}\"", escaped(value))).collect();
    let _ = match labels.is_empty() {
        true => writeln!(text, "{name} {value}"),
        false => writeln!(text, "{name}{{{}}} {value}", labels.join(",")),
    };
}

/// Most label values are routes, methods and names of ours; those that edges tell may hold anything but control characters.
fn escaped(value: &str) -> Cow<'_, str> {
    match value.contains(['\\', '"']) {
        true => value.replace('\\', "\\\\").replace('"', "\\\"").into(),
        false => value.into(),
    }
}

/// The samples of one histogram.
pub(crate) fn histogram(text: &mut String, name: &str, labels: &[(&str, &str)], of: &Histogram) {
    let bucket = format!("{name}_bucket");
    let bounds = BOUNDS_S.iter().map(ToString::to_string).zip(of.at_most);
    for (bound, count) in bounds.chain([("+Inf".to_owned(), of.count)]) {
        let labels: Vec<(&str, &str)> = labels.iter().copied().chain([("le", bound.as_str())]).collect();
        line(text, &bucket, &labels, count);
    }
    line(text, &format!("{name}_sum"), labels, of.sum_s);
    line(text, &format!("{name}_count"), labels, of.count);
}
