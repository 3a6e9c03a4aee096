//! Changes and records in words: colours on a terminal only, and nothing that a terminal would obey.

use super::zone_lines;
use crate::commands::ending::Stop;
use crate::commands::look::Look;
pub(super) use crate::commands::look::printable;
use crate::config::Environment;
use nameplate_domain::zone::{Change, Obstacle, RrData, RrSet, StoredSet};
use serde_json::{Value, json};
use std::fmt::Display;
use std::io::Write as _;

/// A line of the result. Who stops reading (`| head`) wants no more, and must not break off a write.
pub(super) fn say(text: impl Display) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Whether and how to colour.
#[derive(Clone, Copy, Debug)]
pub(super) struct Palette {
    is_coloured: bool,
}

/// What a line says, as terminals colour it (ECMA-48, 8.3.117).
#[derive(Clone, Copy, Debug)]
enum Tone {
    Added = 32,
    Removed = 31,
    Changed = 33,
}

impl Palette {
    /// Colours for a terminal, unless `NO_COLOR` (no-color.org) or `TERM=dumb` says otherwise.
    pub(super) fn of(environment: &Environment) -> Self {
        Self { is_coloured: Look::of(environment).is_coloured }
    }

    fn paint(self, tone: Tone, text: &str) -> String {
        let text = printable(text);
        match self.is_coloured {
            true => format!("\u{1b}[{}m{text}\u{1b}[0m", tone as u8),
            false => text,
        }
    }

    /// One line for each set that changes, with a line for each of its values.
    pub(super) fn diff(self, changes: &[Change]) -> Vec<String> {
        changes.iter().flat_map(|change| self.change(change)).collect()
    }

    fn change(self, change: &Change) -> Vec<String> {
        let head = |set: &RrSet| format!("{} {}", set.name, set.rtype);
        match (&change.before, &change.after) {
            (None, None) => vec![],
            (None, Some(after)) => self.whole(Tone::Added, '+', &head(after), after),
            (Some(before), None) => self.whole(Tone::Removed, '-', &head(before), before),
            (Some(before), Some(after)) => {
                let mut lines = vec![self.paint(Tone::Changed, &format!("~ {}", head(after)))];
                let gone = before.data.iter().filter(|data| !after.data.contains(data));
                lines.extend(gone.map(|data| self.paint(Tone::Removed, &format!("    - {}", data.to_master()))));
                let kept = after.data.iter().filter(|data| before.data.contains(data));
                lines.extend(kept.map(|data| printable(&format!("      {}", data.to_master()))));
                let new = after.data.iter().filter(|data| !before.data.contains(data));
                lines.extend(new.map(|data| self.paint(Tone::Added, &format!("    + {}", data.to_master()))));
                lines
            }
        }
    }

    fn whole(self, tone: Tone, sign: char, head: &str, set: &RrSet) -> Vec<String> {
        let values = set.data.iter().map(|data| format!("    {sign} {}", data.to_master()));
        let title = format!("{sign} {head} (TTL {} s)", set.ttl);
        std::iter::once(title).chain(values).map(|line| self.paint(tone, &line)).collect()
    }
}

/// How many sets come, change and go.
pub(super) fn summary(changes: &[Change]) -> String {
    let count = |action: &str| changes.iter().filter(|change| change.action() == action).count();
    format!("{} to create, {} to change, {} to delete.", count("create"), count("update"), count("delete"))
}

impl From<Vec<Obstacle>> for Stop {
    fn from(obstacles: Vec<Obstacle>) -> Self {
        let messages: Vec<&str> = obstacles.iter().map(|obstacle| obstacle.message.as_str()).collect();
        // They quote what stands in the zone.
        Self::failed(format!("nothing was written: {}", printable(&messages.join(" "))))
    }
}

/// The lines of a set; `records list` and files have the same form.
pub(super) fn lines(stored: &StoredSet) -> Vec<String> {
    let StoredSet { set, untouchable } = stored;
    let note = untouchable.as_ref().map(|why| format!("  ; left alone: {why}")).unwrap_or_default();
    let line = |data: &RrData| printable(&format!("{}{note}", zone_lines::line(&set.name, set.ttl, data)));
    set.data.iter().map(line).collect()
}

/// The changes as JSON.
pub(super) fn changes(changes: &[Change]) -> Vec<Value> {
    let side = |set: &Option<RrSet>| set.as_ref().map(|set| json!({"ttl": set.ttl, "values": texts(set)}));
    let shown = changes.iter().filter_map(|change| {
        let (name, rtype) = change.key()?;
        Some(json!({
            "action": change.action(), "name": name, "type": rtype.as_str(),
            "before": side(&change.before), "after": side(&change.after),
        }))
    });
    shown.collect()
}

/// The values of a set, each as one text.
pub(super) fn texts(set: &RrSet) -> Vec<String> {
    set.data.iter().map(ToString::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use nameplate_domain::zone::RrType;

    fn set(rtype: RrType, values: &[&str]) -> RrSet {
        let data = values.iter().map(|value| RrData::parse(&rtype, value).unwrap()).collect();
        RrSet::new("www.customer.com", rtype, 300, data)
    }

    #[test]
    fn additions_are_green_removals_red_and_what_changes_yellow() {
        let changes = [
            Change {
                before: Some(set(RrType::A, &["192.0.2.1", "192.0.2.2"])),
                after: Some(set(RrType::A, &["192.0.2.1", "192.0.2.3"])),
            },
            Change::create(set(RrType::Txt, &["new"])),
            Change::delete(set(RrType::Cname, &["old.example"])),
        ];
        let plain = [
            "~ www.customer.com A",
            "    - 192.0.2.2",
            "      192.0.2.1",
            "    + 192.0.2.3",
            "+ www.customer.com TXT (TTL 300 s)",
            "    + \"new\"",
            "- www.customer.com CNAME (TTL 300 s)",
            "    - old.example.",
        ];
        assert_eq!(Palette { is_coloured: false }.diff(&changes), plain);
        let coloured = Palette { is_coloured: true }.diff(&changes);
        let codes = [Some(33), Some(31), None, Some(32), Some(32), Some(32), Some(31), Some(31)];
        for ((line, plain), code) in coloured.iter().zip(plain).zip(codes) {
            let expected = code.map_or(plain.to_owned(), |code| format!("\u{1b}[{code}m{plain}\u{1b}[0m"));
            assert_eq!(*line, expected);
        }
        assert_eq!(summary(&changes), "1 to create, 1 to change, 1 to delete.");
    }

    #[test]
    fn nothing_in_a_zone_can_command_a_terminal() {
        let odd = RrData::Other { rtype: "HINFO".into(), text: "\u{1b}[2J\u{9b}1m".into() };
        let lines = lines(&RrSet::of_one("a.customer.com", 60, odd).into());
        assert!(!lines[0].contains(char::is_control), "{lines:?}");
    }
}
