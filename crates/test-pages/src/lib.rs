//! Tables of the documentation that are written from code: what a page of `web/docs/pages` holds between
//! `<!-- written from code: NAME -->` and `<!-- end: NAME -->`. The words around it are written by hand.
#![warn(missing_docs)]

use std::path::PathBuf;

/// Fails unless the page `slug` (`reference/lifecycle`) holds `text` in the place called `name`; with `UPDATE` set in the environment
/// (`make generate`), puts it there.
///
/// # Panics
/// Where the page is not current, cannot be read or written, or has no such place.
pub fn keep(slug: &str, name: &str, text: &str) {
    let path =
        PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../web/docs/pages")).join(slug).with_extension("md");
    let page =
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{} cannot be read: {error}", path.display()));
    let current =
        with(&page, name, text).unwrap_or_else(|| panic!("{} has no place that is called {name}", path.display()));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &current).unwrap_or_else(|error| panic!("{} cannot be written: {error}", path.display()));
    } else {
        assert!(page == current, "web/docs/pages/{slug}.md is not current: run `make generate`");
    }
}

/// The page, with `text` in the place called `name`.
fn with(page: &str, name: &str, text: &str) -> Option<String> {
    let begin = format!("<!-- written from code: {name} -->\n");
    let end = format!("<!-- end: {name} -->");
    let (before, rest) = page.split_once(&begin)?;
    let (_, after) = rest.split_once(&end)?;
    Some(format!("{before}{begin}\n{}\n\n{end}{after}", text.trim()))
}

#[cfg(test)]
mod tests {
    use super::with;

    #[test]
    fn only_the_place_is_written() {
        let page = "# A\n\n<!-- written from code: a -->\n\nold\n\n<!-- end: a -->\n\nwords\n";
        let renewed = with(page, "a", "\nnew\n").unwrap_or_default();
        assert_eq!(renewed, page.replace("old", "new"));
        assert_eq!(with(&renewed, "a", "new"), Some(renewed.clone()));
        assert_eq!(with(page, "b", "new"), None);
    }
}
