//! Rows in columns.

use crate::commands::output;

/// Prints rows under their titles, each column as wide as its widest cell.
pub(in crate::commands) fn print<const N: usize>(titles: [&str; N], rows: &[[String; N]]) {
    let mut widths = titles.map(|title| title.chars().count());
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    print_row(&titles.map(str::to_owned), &widths);
    for row in rows {
        print_row(row, &widths);
    }
}

fn print_row(cells: &[String], widths: &[usize]) {
    let padded: Vec<String> = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
    output::line(padded.join("  ").trim_end());
}
