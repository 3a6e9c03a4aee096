//! What the documentation's page on scaling has of `BENCHMARKS.md`.

#[test]
fn the_fleet_of_the_page_is_current() {
    let benchmarks = include_str!("../../../BENCHMARKS.md");
    let section =
        benchmarks.split_once("<!-- begin fleet -->\n").and_then(|(_, rest)| rest.split_once("<!-- end fleet -->"));
    let (section, _) = section.expect("BENCHMARKS.md has a section of the scenario fleet");
    let (heading, body) = section.split_once('\n').expect("a section has a heading");
    assert!(heading.starts_with("## "), "{heading}");
    nameplate_test_pages::keep("self-hosting/scaling", "fleet", body);
}
