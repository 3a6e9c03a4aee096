//! The page on the command line is the program's own words.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::path::Path;

#[test]
fn the_page_on_the_command_line_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/command-line.md");
    let page = nameplate::commands::reference();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == page, "docs/command-line.md is not current; `make generate` renews it");
}

#[test]
fn the_page_on_tools_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/mcp-tools.md");
    let page = nameplate::commands::tools_page();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == page, "docs/mcp-tools.md is not current; `make generate` renews it");
}

#[test]
fn what_json_has_is_told_with_its_meaning() {
    let page = nameplate::commands::reference();
    for row in [
        "| `status` | `verified`, `pending`, `planned` |",
        "| `challenge.value` | string |",
        "| `plan.steps[].do` | string |",
        "| `domains[].state` | string |",
    ] {
        assert!(page.contains(row), "{row} in {page}");
    }
}
