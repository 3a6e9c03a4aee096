//! Tables in Markdown, and their place in `BENCHMARKS.md`.

use crate::failure::Failure;
use std::fs;
use std::path::Path;

/// A table with a header; numbers are right-aligned.
#[derive(Debug)]
pub(crate) struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new<'a>(header: impl IntoIterator<Item = &'a str>) -> Self {
        Self { header: header.into_iter().map(str::to_owned).collect(), rows: Vec::new() }
    }

    /// One more column on the right.
    pub(crate) fn column(&mut self, title: &str) {
        self.header.push(title.to_owned());
    }

    pub(crate) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }
}

impl std::fmt::Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "| {} |", self.header.join(" | "))?;
        let rules: Vec<&str> = (0..self.header.len()).map(|at| if at == 0 { "---" } else { "---:" }).collect();
        writeln!(f, "| {} |", rules.join(" | "))?;
        for row in &self.rows {
            writeln!(f, "| {} |", row.join(" | "))?;
        }
        Ok(())
    }
}

/// A number with as many digits as it deserves: three significant ones, none after the point from 100 on.
pub(crate) fn number(value: f64) -> String {
    match value {
        nan if nan.is_nan() => "–".to_owned(),
        tiny if tiny.abs() < 0.1 => format!("{tiny:.3}"),
        small if small.abs() < 10.0 => format!("{small:.2}"),
        middling if middling.abs() < 100.0 => format!("{middling:.1}"),
        big => format!("{big:.0}"),
    }
}

/// The result of one scenario: a heading and a body in Markdown.
#[derive(Debug)]
pub(crate) struct Section {
    /// Name of the scenario, which also marks its place in the file.
    pub(crate) name: &'static str,
    /// Heading.
    pub(crate) title: &'static str,
    /// Everything below the heading.
    pub(crate) body: String,
}

impl Section {
    fn markdown(&self) -> String {
        let (name, title) = (self.name, self.title);
        format!("<!-- begin {name} -->\n## {title}\n\n{}\n<!-- end {name} -->\n", self.body.trim_end())
    }

    /// Puts this section into `file`, in place of the one that an earlier run wrote, or at the end.
    ///
    /// # Errors
    /// [`Failure::Io`] when the file cannot be read or written.
    pub(crate) fn write_into(&self, file: &Path) -> Result<(), Failure> {
        let before = match fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => "# Benchmarks\n".to_owned(),
            Err(error) => return Err(Failure::io(format!("reading {}", file.display()))(error)),
        };
        fs::write(file, self.merged(&before)).map_err(Failure::io(format!("writing {}", file.display())))
    }

    fn merged(&self, text: &str) -> String {
        let (begin, end) = (format!("<!-- begin {} -->\n", self.name), format!("<!-- end {} -->\n", self.name));
        let earlier = text.find(&begin).and_then(|at| Some((at, at + text[at..].find(&end)? + end.len())));
        match earlier {
            Some((from, to)) => format!("{}{}{}", &text[..from], self.markdown(), &text[to..]),
            None => format!("{}\n\n{}", text.trim_end(), self.markdown()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(body: &str) -> Section {
        Section { name: "edge", title: "Edge", body: body.to_owned() }
    }

    #[test]
    fn a_section_takes_the_place_of_its_earlier_self_and_leaves_the_rest() {
        let first = section("old\n").merged("# Benchmarks\n\nBy hand.\n");
        let second = section("new").merged(&format!("{first}\nMore by hand.\n"));
        assert_eq!(
            second,
            "# Benchmarks\n\nBy hand.\n\n<!-- begin edge -->\n## Edge\n\nnew\n<!-- end edge -->\n\nMore by hand.\n"
        );
    }

    #[test]
    fn numbers_carry_three_digits() {
        assert_eq!([0.0123, 0.45, 3.3, 48.07, 12345.4].map(number), ["0.012", "0.45", "3.30", "48.1", "12345"]);
    }
}
