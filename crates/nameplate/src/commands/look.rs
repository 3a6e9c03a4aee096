//! How results look: columns and colours on a terminal, plain lines for programs, and nothing that a terminal would obey.

use crate::config::Environment;
use std::io::IsTerminal as _;

/// For whom lines are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Look {
    /// Somebody reads them: columns have titles and are as wide as their widest cell.
    pub(crate) is_terminal: bool,
    /// Colours are wished.
    pub(crate) is_coloured: bool,
}

/// What a text says, as terminals show it (ECMA-48, 8.3.117).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tone {
    /// As it is.
    Plain = 0,
    /// What is looked for first.
    Strong = 1,
    /// Titles.
    Faint = 2,
    /// It is wrong.
    Bad = 31,
    /// It is as it should be.
    Good = 32,
    /// It is on its way.
    Waiting = 33,
}

impl Look {
    /// As standard output wants it: colours unless `NO_COLOR` (no-color.org) or `TERM=dumb` says otherwise.
    pub(crate) fn of(environment: &Environment) -> Self {
        let is_wished = environment.value("NO_COLOR").is_none() && environment.value("TERM") != Some("dumb");
        let is_terminal = std::io::stdout().is_terminal();
        Self { is_terminal, is_coloured: is_terminal && is_wished }
    }

    /// `text` in a tone, without what a terminal would obey.
    pub(crate) fn paint(self, tone: Tone, text: &str) -> String {
        let text = printable(text);
        match self.is_coloured && tone != Tone::Plain && !text.is_empty() {
            true => format!("\u{1b}[{}m{text}\u{1b}[0m", tone as u8),
            false => text,
        }
    }

    /// A label and what it is about.
    pub(crate) fn labelled(self, label: &str, tone: Tone, text: &str) -> String {
        format!("{} {}", self.paint(Tone::Faint, &format!("{label:13}")), self.paint(tone, text))
    }

    /// Rows under their titles; without titles and parted by tabs where no person reads them.
    pub(crate) fn table<const N: usize>(self, titles: [&str; N], rows: &[[Cell; N]]) -> Vec<String> {
        if !self.is_terminal {
            let line = |row: &[Cell; N]| row.each_ref().map(|cell| printable(&cell.text)).join("\t");
            return rows.iter().map(line).collect();
        }
        let mut widths = titles.map(width);
        for row in rows {
            for (widest, cell) in widths.iter_mut().zip(row) {
                *widest = (*widest).max(width(&printable(&cell.text)));
            }
        }
        let titles = titles.map(|title| Cell { text: title.to_owned(), tone: Tone::Faint });
        std::iter::once(&titles).chain(rows).map(|row| self.row(row, &widths)).collect()
    }

    fn row<const N: usize>(self, row: &[Cell; N], widths: &[usize; N]) -> String {
        let last = N.saturating_sub(1);
        let cells = row.iter().zip(widths).enumerate().map(|(at, (cell, widest))| {
            let gap = if at == last { 0 } else { widest.saturating_sub(width(&printable(&cell.text))) };
            format!("{}{}", self.paint(cell.tone, &cell.text), " ".repeat(gap))
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    }
}

/// One cell of a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Cell {
    text: String,
    tone: Tone,
}

impl Cell {
    pub(crate) fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self { text: text.into(), tone }
    }

    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self::new(Tone::Plain, text)
    }
}

fn width(text: &str) -> usize {
    text.chars().count()
}

/// `text` without characters that a terminal acts on: zones and names hold whatever somebody put there.
pub(crate) fn printable(text: &str) -> String {
    let shown = |character: char| match character.is_control() {
        true => character.escape_default().to_string(),
        false => character.to_string(),
    };
    text.chars().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Look = Look { is_terminal: false, is_coloured: false };
    const COLOURLESS: Look = Look { is_terminal: true, is_coloured: false };
    const COLOURED: Look = Look { is_terminal: true, is_coloured: true };

    fn rows() -> Vec<[Cell; 3]> {
        vec![
            [Cell::plain("shop.customer.com"), Cell::new(Tone::Good, "live"), Cell::plain("")],
            [Cell::plain("a.customer.com"), Cell::new(Tone::Bad, "stalled"), Cell::plain("its CAA forbids it")],
        ]
    }

    #[test]
    fn people_get_columns_and_programs_get_tabs() {
        let titles = ["DOMAIN", "STATE", "WHY"];
        assert_eq!(
            COLOURLESS.table(titles, &rows()),
            [
                "DOMAIN             STATE    WHY",
                "shop.customer.com  live",
                "a.customer.com     stalled  its CAA forbids it"
            ]
        );
        assert_eq!(
            PLAIN.table(titles, &rows()),
            ["shop.customer.com\tlive\t", "a.customer.com\tstalled\tits CAA forbids it"]
        );
        let coloured = COLOURED.table(titles, &rows());
        assert_eq!(coloured[1], "shop.customer.com  \u{1b}[32mlive\u{1b}[0m");
    }

    #[test]
    fn nothing_that_somebody_typed_can_command_a_terminal() {
        let odd = "\u{1b}[2J\u{9b}1m\tx\n";
        for look in [PLAIN, COLOURLESS] {
            assert!(!look.paint(Tone::Good, odd).contains(char::is_control));
            let table = look.table(["A"], &[[Cell::plain(odd)]]);
            assert!(table.iter().all(|line| !line.contains(char::is_control)), "{table:?}");
        }
        let painted = COLOURED.paint(Tone::Good, odd);
        assert_eq!(painted.matches('\u{1b}').count(), 2, "its own colour only: {painted:?}");
    }
}
