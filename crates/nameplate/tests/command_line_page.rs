//! The page on the command line is the program's own words.

#[test]
fn the_page_on_the_command_line_is_current() {
    nameplate_test_pages::keep("reference/command-line", "commands", &nameplate::commands::reference());
}

#[test]
fn the_page_on_tools_is_current() {
    nameplate_test_pages::keep("reference/mcp-tools", "tools", &nameplate::commands::tools_page());
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
