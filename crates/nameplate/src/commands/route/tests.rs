//! The commands, as they read, without a control plane.

use super::{Route, run};
use crate::commands::ending::{Outcome, Stop};
use crate::commands::rehearsal::{APPLICATION, Page, Script, connection};
use clap::Parser;
use serde_json::{Value, json};

#[derive(Parser)]
struct Line {
    #[command(subcommand)]
    route: Route,
}

async fn carry_out(script: &Script, page: &Page, line: &str) -> Result<Outcome, Stop> {
    let line = Line::try_parse_from(std::iter::once("route").chain(line.split(' '))).unwrap();
    run(line.route, script.desk(page)).await
}

fn route() -> Value {
    json!({
        "id": "01900000-0000-7000-8000-000000000003", "name": "shop", "application_id": APPLICATION,
        "hostname": "shop.customer.com", "hostname_unicode": "shop.customer.com", "default_hostname": "shop.acme.saas.example",
        "url": "https://shop.customer.com", "origin": "https://origin.example", "source": "application",
        "connection_id": "01900000-0000-7000-8000-000000000002", "served": true, "why_not": null,
        "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z",
    })
}

#[tokio::test]
async fn a_route_is_for_the_application_that_claims_its_domain() {
    let mine = json!({"data": [connection("live", true)], "next_cursor": null});
    let script = Script::default()
        .answer("GET /v1/connections?hostname=shop.customer.com&limit=100", 200, mine)
        .answer("POST /v1/routes", 201, route());
    let page = Page::of_a_terminal();
    assert_eq!(carry_out(&script, &page, "create --host shop.customer.com").await.unwrap(), Outcome::Done);
    assert_eq!(script.sent(), json!({"application_id": APPLICATION, "hostname": "shop.customer.com"}));
    let expected = [
        "route         shop",
        "URL           https://shop.customer.com",
        "origin        https://origin.example (of the application)",
        "default name  shop.acme.saas.example",
        "application   01900000-0000-7000-8000-000000000001",
        "id            01900000-0000-7000-8000-000000000003",
    ];
    assert_eq!(page.text(), expected.join("\n"));
}

#[tokio::test]
async fn a_change_says_what_it_changes_and_no_more() {
    let script = Script::default().answer("PATCH /v1/routes/shop", 200, route());
    let page = Page::default();
    carry_out(&script, &page, "update shop --default-host").await.unwrap();
    assert_eq!(script.sent(), json!({"hostname": null}));
    carry_out(&script, &page, "update shop --host www.customer.com --no-origin").await.unwrap();
    assert_eq!(script.sent(), json!({"hostname": "www.customer.com", "origin": null}));
    for wrong in
        ["update shop", "update shop --host a.b.com --default-host", "update shop --origin https://x --no-origin"]
    {
        assert!(Line::try_parse_from(std::iter::once("route").chain(wrong.split(' '))).is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn a_plan_is_asked_for_and_nothing_else() {
    let plan = json!({"plan": {"steps": [{"do": "delete_route", "what": "Delete the route shop.", "before": {"name": "shop"}, "after": null}]}});
    let script = Script::default().answer("DELETE /v1/routes/shop?dry_run=true", 200, plan);
    let page = Page::of_a_terminal();
    assert_eq!(carry_out(&script, &page, "delete shop --dry-run").await.unwrap(), Outcome::Done);
    assert_eq!(page.text(), "Would do, and has not done:\n  1. Delete the route shop.");
    assert_eq!(script.asked(), ["DELETE /v1/routes/shop?dry_run=true"]);
}

#[tokio::test]
async fn lists_are_columns_for_people_and_tabs_for_programs() {
    let script =
        || Script::default().answer("GET /v1/routes?limit=100", 200, json!({"data": [route()], "next_cursor": null}));
    let (people, programs) = (Page::of_a_terminal(), Page::default());
    carry_out(&script(), &people, "list").await.unwrap();
    assert!(people.text().starts_with("ROUTE  HOST               STATE   ORIGIN"), "{}", people.text());
    carry_out(&script(), &programs, "list").await.unwrap();
    assert_eq!(programs.text(), format!("shop\tshop.customer.com\tserved\thttps://origin.example\t{APPLICATION}"));
}
