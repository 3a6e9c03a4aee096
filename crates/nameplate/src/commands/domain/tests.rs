//! The commands, as they read, without a control plane.

use super::{Domain, run};
use crate::commands::ending::{Outcome, Stop};
use crate::commands::rehearsal::{APPLICATION, CONNECTION, Page, Script, connection, refusal};
use crate::commands::sheet::tell_stop;
use clap::Parser;
use serde_json::{Value, json};

/// Whoever offers the commands elsewhere parses them as the program does.
#[derive(Parser)]
struct Line {
    #[command(subcommand)]
    domain: Domain,
}

async fn carry_out(script: &Script, page: &Page, line: &str) -> Result<Outcome, Stop> {
    let line = Line::try_parse_from(std::iter::once("domain").chain(line.split(' '))).unwrap();
    run(line.domain, script.desk(page)).await
}

fn list(entries: &[Value]) -> Value {
    json!({"data": entries, "next_cursor": null})
}

fn own() -> String {
    "GET /v1/connections?hostname=shop.customer.com&limit=100".to_owned()
}

fn within() -> String {
    format!("GET /v1/connections?hostname=shop.customer.com&application_id={APPLICATION}&limit=100")
}

fn begun() -> Script {
    Script::default().answer(&own(), 200, list(&[connection("pending_ownership", false)])).answer(
        &within(),
        200,
        list(&[connection("pending_ownership", false)]),
    )
}

fn verify() -> String {
    format!("POST /v1/connections/{CONNECTION}/verify")
}

fn get() -> String {
    format!("GET /v1/connections/{CONNECTION}")
}

#[tokio::test]
async fn what_is_not_proven_names_the_one_record() {
    let script = begun().answer(&verify(), 409, refusal("ownership_not_found", Value::Null)).answer(
        &get(),
        200,
        connection("pending_ownership", false),
    );
    let page = Page::of_a_terminal();
    assert_eq!(carry_out(&script, &page, "add shop.customer.com").await.unwrap(), Outcome::Pending);
    assert_eq!(
        page.text(),
        "shop.customer.com is claimed, and not proven yet.\n\
         Publish this record where the domain's DNS is managed, and leave it there:\n\
         \n  _acme-challenge.shop.customer.com CNAME t0ken.acme.saas.example\n\n\
         It proves that the name is yours, and lets its certificates be renewed. At a host that proxies (Cloudflare): DNS only.\n\
         Then: nameplate domain add shop.customer.com"
    );
}

#[tokio::test]
async fn what_was_just_proven_is_published_and_the_rest_was_not_looked_at() {
    let mut proven = connection("verified", true);
    proven["ownership_proofs"][1]["propagated"] = Value::Null;
    proven["dns_records"][0]["propagated"] = json!(false);
    proven["dns_records"][0]["vantages"] = json!([]);
    let script = begun().answer(&verify(), 200, proven);
    let page = Page::of_a_terminal();
    assert_eq!(carry_out(&script, &page, "add shop.customer.com").await.unwrap(), Outcome::Done);
    let text = page.text();
    assert!(text.contains("_acme-challenge.shop.customer.com CNAME t0ken.acme.saas.example — published"), "{text}");
    assert!(text.contains("shop.customer.com CNAME edge.saas.example — not looked at yet"), "{text}");
}

#[tokio::test]
async fn a_wildcard_is_quoted_where_it_is_to_be_typed() {
    let mut wild = connection("pending_ownership", false);
    wild["hostname"] = json!("*.customer.com");
    let own = "GET /v1/connections?hostname=*.customer.com";
    let script = Script::default()
        .answer(&format!("{own}&limit=100"), 200, list(&[wild.clone()]))
        .answer(&format!("{own}&application_id={APPLICATION}&limit=100"), 200, list(&[wild.clone()]))
        .answer(&verify(), 409, refusal("ownership_not_found", Value::Null))
        .answer(&get(), 200, wild);
    let page = Page::of_a_terminal();
    assert_eq!(carry_out(&script, &page, "add *.customer.com").await.unwrap(), Outcome::Pending);
    assert!(page.text().ends_with("Then: nameplate domain add '*.customer.com'"), "{}", page.text());
}

#[tokio::test]
async fn what_was_seen_in_the_records_place_is_told() {
    let elsewhere = json!({"error": {"code": "ownership_not_found", "ref": "r-1",
        "message": "_acme-challenge.shop.customer.com leads to other.example."}});
    let unreachable = refusal("dns_unreachable", Value::Null);
    for (status, body, seen) in [(409, elsewhere, "leads to other.example"), (503, unreachable, "dns_unreachable")] {
        let script = begun().answer(&verify(), status, body).answer(&get(), 200, connection("verifying", false));
        let page = Page::default();
        assert_eq!(carry_out(&script, &page, "add shop.customer.com").await.unwrap(), Outcome::Pending);
        assert!(page.text().lines().last().unwrap().contains(seen), "{}", page.text());
    }
}

/// What a check of the name answers, where it is connected or not.
fn checked(challenge: Value, setup_type: &str) -> Value {
    json!({
        "domain": "shop.customer.com", "hostname_unicode": "shop.customer.com", "zone": "customer.com", "setup_type": setup_type,
        "provider": {"key": "cloudflare", "name": "Cloudflare"}, "available": true, "challenge": challenge,
        "desired_records": [{"host": "shop.customer.com", "type": "CNAME", "value": "edge.saas.example", "ttl": 300}],
        "existing_records": [], "conflicts": [],
    })
}

/// The challenge CNAME, as a check has it.
fn challenge(is_published: bool) -> Value {
    json!({"name": "_acme-challenge.shop.customer.com", "type": "CNAME", "value": "t0ken.acme.saas.example",
        "published": is_published, "observed_value": null})
}

const CHECK: &str = "POST /v1/domains:check";

#[tokio::test]
async fn a_dry_run_asks_and_changes_nothing() {
    let script = Script::default().answer(&within(), 200, list(&[])).answer(CHECK, 200, checked(Value::Null, "manual"));
    let page = Page::of_a_terminal();
    let line = format!("add shop.customer.com --app {APPLICATION} --dry-run");
    assert_eq!(carry_out(&script, &page, &line).await.unwrap(), Outcome::Pending);
    assert!(page.text().starts_with("Would do, and has not done:\n  1. Claim shop.customer.com"), "{}", page.text());
    assert!(page.text().contains("Then a CNAME at _acme-challenge.shop.customer.com"), "{}", page.text());
    assert_eq!(script.asked(), [within(), CHECK.to_owned()]);

    let mut held = checked(Value::Null, "manual");
    held["available"] = json!(false);
    let script = Script::default().answer(&within(), 200, list(&[])).answer(CHECK, 200, held);
    let stop = carry_out(&script, &page, &line).await.unwrap_err();
    assert!(stop.to_string().contains("--takeover"), "{stop}");

    // A credential writes the record itself.
    let script =
        Script::default().answer(&within(), 200, list(&[])).answer(CHECK, 200, checked(Value::Null, "automatic"));
    assert_eq!(carry_out(&script, &page, &line).await.unwrap(), Outcome::Done);
}

#[tokio::test]
async fn a_dry_run_of_a_claim_that_was_begun_ends_as_the_claim_would() {
    for (is_published, outcome, words) in [
        (false, Outcome::Pending, "_acme-challenge.shop.customer.com CNAME t0ken.acme.saas.example"),
        (true, Outcome::Done, "Verify the claim to shop.customer.com"),
    ] {
        let script = begun().answer(CHECK, 200, checked(challenge(is_published), "manual"));
        let page = Page::of_a_terminal();
        assert_eq!(carry_out(&script, &page, "add shop.customer.com --dry-run").await.unwrap(), outcome);
        assert!(page.text().contains(words), "{}", page.text());
        assert!(script.asked().iter().all(|asked| asked.starts_with("GET") || asked == CHECK), "{:?}", script.asked());
    }
    let script = Script::default()
        .answer(&own(), 200, list(&[connection("live", true)]))
        .answer(&within(), 200, list(&[connection("live", true)]))
        .answer(&get(), 200, connection("live", true));
    let page = Page::of_a_terminal();
    assert_eq!(carry_out(&script, &page, "add shop.customer.com --dry-run").await.unwrap(), Outcome::Done);
    assert!(page.text().contains("Nothing would change.\nshop.customer.com is verified already."), "{}", page.text());
}

#[tokio::test]
async fn a_dry_run_of_attaching_ends_as_attaching_would() {
    let record =
        json!({"type": "CNAME", "name": "_acme-challenge.shop.customer.com", "value": "t0ken.acme.saas.example"});
    let steps = json!({"steps": [
        {"do": "claim", "what": "Verify the claim.", "before": null, "after": {"hostname": "shop.customer.com"}},
        {"do": "create_route", "what": "Create the route.", "before": null, "after": {"hostname": "shop.customer.com"}},
    ]});
    let planned = |connection: Value, record: &Value| json!({"status": "planned", "connection": connection, "record": record, "route": null, "plan": steps});
    let pending = || connection("pending_ownership", false);
    for (answer, seen, outcome, words) in [
        (planned(Value::Null, &Value::Null), Value::Null, Outcome::Pending, "its value is drawn with the claim"),
        (planned(pending(), &record), challenge(false), Outcome::Pending, "Publish this record"),
        (planned(pending(), &record), challenge(true), Outcome::Done, "t0ken.acme.saas.example — published"),
    ] {
        let script = begun().answer("POST /v1/domains:attach", 200, answer).answer(CHECK, 200, checked(seen, "manual"));
        let page = Page::of_a_terminal();
        assert_eq!(carry_out(&script, &page, "attach shop.customer.com --dry-run").await.unwrap(), outcome, "{words}");
        assert!(page.text().starts_with("Would do, and has not done:\n  1. Verify the claim."), "{}", page.text());
        assert!(page.text().contains(words), "{}", page.text());
    }
    let script = begun().answer("POST /v1/domains:attach", 200, planned(connection("live", true), &record));
    let outcome = carry_out(&script, &Page::default(), "attach shop.customer.com --dry-run").await.unwrap();
    assert_eq!(outcome, Outcome::Done, "it is proven already");
}

#[tokio::test]
async fn waiting_ends_when_the_record_is_seen() {
    let script = begun()
        .answer(&verify(), 409, refusal("ownership_not_found", Value::Null))
        .answer(&verify(), 503, refusal("unavailable", Value::Null))
        .answer(&verify(), 200, connection("verified", true))
        .answer(&get(), 200, connection("pending_ownership", false));
    let page = Page::default();
    assert_eq!(carry_out(&script, &page, "add shop.customer.com --wait --json").await.unwrap(), Outcome::Done);
    let said: Value = serde_json::from_str(&page.text()).unwrap();
    assert_eq!((&said["status"], &said["resumed"]), (&json!("verified"), &json!(true)));
    assert!(
        page.beside().iter().any(|line| line.contains("_acme-challenge.shop.customer.com CNAME")),
        "{:?}",
        page.beside()
    );

    let script = begun().answer(&verify(), 409, refusal("ownership_not_found", Value::Null)).answer(
        &get(),
        200,
        connection("pending_ownership", false),
    );
    let line = "add shop.customer.com --wait --timeout 0";
    assert_eq!(carry_out(&script, &Page::default(), line).await.unwrap(), Outcome::Pending, "the time is over");
}

#[tokio::test]
async fn a_watch_looks_again_where_no_events_come() {
    for script in [Script::default(), Script::with_events(2)] {
        let script = script
            .answer(&own(), 200, list(&[connection("verified", true)]))
            .answer(&get(), 200, connection("propagating", true))
            .answer(&get(), 200, connection("propagating", true))
            .answer(&get(), 503, refusal("unavailable", Value::Null))
            .answer(&get(), 200, connection("issuing_cert", true))
            .answer(&get(), 200, connection("live", true));
        let page = Page::default();
        assert_eq!(carry_out(&script, &page, "watch shop.customer.com").await.unwrap(), Outcome::Done);
        let expected =
            ["propagating   It is propagating.", "issuing_cert  It is issuing_cert.", "live          It is live."];
        assert_eq!(page.text(), expected.join("\n"), "each change once");
    }
    for (state, patience, outcome) in [
        ("archived", "", Outcome::No),
        ("propagating", " --timeout 0", Outcome::No),
        ("drifted", " --timeout 0", Outcome::Pending),
    ] {
        let mut now = connection(state, true);
        now["explanation"]["waiting_for"] = json!(if state == "drifted" { "customer" } else { "platform" });
        let script = Script::default().answer(&own(), 200, list(&[connection("live", true)])).answer(&get(), 200, now);
        let line = format!("watch shop.customer.com{patience}");
        assert_eq!(carry_out(&script, &Page::default(), &line).await.unwrap(), outcome, "{state}");
    }
}

#[tokio::test]
async fn a_removal_that_is_refused_names_the_commands_that_help() {
    let details = json!({"hostname": "shop.customer.com", "routes": ["shop"],
        "commands": ["nameplate route update shop --default-host", "nameplate domain remove shop.customer.com --detach"]});
    let script = Script::default().answer(&own(), 200, list(&[connection("live", true)])).answer(
        &format!("DELETE /v1/connections/{CONNECTION}"),
        409,
        refusal("route_serves_hostname", details),
    );
    let page = Page::of_a_terminal();
    let stop = carry_out(&script, &page, "remove shop.customer.com").await.unwrap_err();
    tell_stop(&page, &stop, false);
    assert_eq!(
        page.beside(),
        [
            "nameplate: It is refused: route_serves_hostname. (409)",
            "  nameplate route update shop --default-host",
            "  nameplate domain remove shop.customer.com --detach"
        ]
    );
    tell_stop(&page, &stop, true);
    let told: Value = serde_json::from_str(&page.text()).unwrap();
    assert_eq!((&told["error"]["ref"], &told["error"]["details"]["routes"][0]), (&json!("r-1"), &json!("shop")));

    let plan = json!({"plan": {"steps": [
        {"do": "repoint_route", "what": "Give the route shop its default name.", "before": {"hostname": "shop.customer.com"}, "after": {"hostname": "shop.acme.saas.example"}},
        {"do": "release_claim", "what": "Release shop.customer.com.", "before": {"hostname": "shop.customer.com"}, "after": null},
    ]}});
    let path = format!("DELETE /v1/connections/{CONNECTION}?detach=true&dry_run=true");
    let script = Script::default().answer(&own(), 200, list(&[connection("live", true)])).answer(&path, 200, plan);
    let page = Page::of_a_terminal();
    assert_eq!(carry_out(&script, &page, "remove shop.customer.com --detach --dry-run").await.unwrap(), Outcome::Done);
    assert_eq!(
        page.text(),
        "Would do, and has not done:\n  1. Give the route shop its default name.\n  2. Release shop.customer.com."
    );
}

#[tokio::test]
async fn attaching_touches_no_route_before_the_proof() {
    let record =
        json!({"type": "CNAME", "name": "_acme-challenge.shop.customer.com", "value": "t0ken.acme.saas.example"});
    let answer = json!({"status": "pending", "connection": connection("pending_ownership", false), "record": record, "route": null, "plan": {"steps": []}});
    let script = begun().answer("POST /v1/domains:attach", 200, answer);
    let page = Page::default();
    let line = "attach shop.customer.com --route shop --origin https://origin.example";
    assert_eq!(carry_out(&script, &page, line).await.unwrap(), Outcome::Pending);
    assert!(
        page.text().contains("no route was touched") && page.text().contains("CNAME t0ken.acme.saas.example"),
        "{}",
        page.text()
    );
    assert_eq!(
        script.sent(),
        json!({"hostname": "shop.customer.com", "application_id": APPLICATION, "route": "shop", "origin": "https://origin.example"})
    );
}

#[tokio::test]
async fn people_see_columns() {
    let script = Script::default()
        .answer("GET /v1/connections?state=live,drifted&limit=100", 200, list(&[connection("live", true)]))
        .answer("GET /v1/applications?limit=100", 200, list(&[json!({"id": APPLICATION, "name": "Shop"})]));
    let page = Page::of_a_terminal();
    carry_out(&script, &page, "list --state live,drifted").await.unwrap();
    assert_eq!(
        page.text(),
        "DOMAIN             STATE  APPLICATION  SINCE (UTC)          WAITING FOR\n\
         shop.customer.com  live   Shop         2026-01-02 03:04:05"
    );
}

#[tokio::test]
async fn a_list_leaves_out_what_is_over_unless_it_is_asked_for() {
    let open =
        "state=created,pending_ownership,verifying,verified,dns_writing,propagating,stalled,issuing_cert,live,drifted";
    for (line, query) in [
        ("list", format!("{open}&limit=100")),
        ("list --search shop", format!("{open}&search=shop&limit=100")),
        ("list --all", "limit=100".to_owned()),
        ("list --state archived", "state=archived&limit=100".to_owned()),
    ] {
        let asked = format!("GET /v1/connections?{query}");
        let applications = "GET /v1/applications?limit=100";
        let script = Script::default().answer(&asked, 200, list(&[])).answer(applications, 200, list(&[]));
        carry_out(&script, &Page::default(), line).await.unwrap();
        assert_eq!(script.asked()[0], asked, "{line}");
    }
}

/// Two pending connections of one name, the newest first.
fn twice() -> (Script, [&'static str; 2]) {
    let ids = ["01900000-0000-7000-8000-000000000004", "01900000-0000-7000-8000-000000000003"];
    let both = ids.map(|id| {
        let mut one = connection("pending_ownership", false);
        one["id"] = json!(id);
        one
    });
    (Script::default().answer(&own(), 200, list(&both)), ids)
}

#[tokio::test]
async fn a_name_that_one_application_connects_twice_is_watched_by_the_newest() {
    let (script, [newest, _]) = twice();
    let script = script.answer(&format!("GET /v1/connections/{newest}"), 200, connection("live", true));
    let page = Page::default();
    assert_eq!(carry_out(&script, &page, "watch shop.customer.com").await.unwrap(), Outcome::Done);
}

#[tokio::test]
async fn a_name_that_one_application_connects_twice_is_let_go_altogether() {
    let left = |value: &str| {
        json!({"dangling_records": [
            {"name": "_acme-challenge.shop.customer.com", "type": "CNAME", "value": value, "remedy": "Delete it."},
            {"name": "shop.customer.com", "type": "CNAME", "value": "edge.saas.example", "remedy": "Delete it."},
        ], "cleanup": null})
    };
    let (script, [newest, older]) = twice();
    let script = script.answer(&format!("DELETE /v1/connections/{newest}"), 200, left("t2.acme.saas.example"));
    let script = script.answer(&format!("DELETE /v1/connections/{older}"), 200, left("t1.acme.saas.example"));
    let page = Page::default();
    assert_eq!(carry_out(&script, &page, "remove shop.customer.com --json").await.unwrap(), Outcome::Done);
    let said: Value = serde_json::from_str(&page.text()).unwrap();
    let values: Vec<&str> =
        said["dangling_records"].as_array().unwrap().iter().map(|record| record["value"].as_str().unwrap()).collect();
    assert_eq!(values, ["t2.acme.saas.example", "edge.saas.example", "t1.acme.saas.example"], "each once");

    let plan = json!({"plan": {"steps": [
        {"do": "release_claim", "what": "Release shop.customer.com.", "before": {"hostname": "shop.customer.com"}, "after": null},
    ]}});
    let (script, ids) = twice();
    let script = ids.iter().fold(script, |script, id| {
        script.answer(&format!("DELETE /v1/connections/{id}?dry_run=true"), 200, plan.clone())
    });
    let page = Page::default();
    carry_out(&script, &page, "remove shop.customer.com --dry-run").await.unwrap();
    assert_eq!(page.text(), "Would do, and has not done:\n  1. Release shop.customer.com.");
}

#[tokio::test]
async fn people_read_a_name_as_it_is_written() {
    let mut live = connection("live", true);
    live["hostname"] = json!("xn--bcher-kva.customer.com");
    live["hostname_unicode"] = json!("bücher.customer.com");
    let typed = "GET /v1/connections?hostname=b%C3%BCcher.customer.com&limit=100";
    let script = Script::default().answer(typed, 200, list(&[live])).answer(
        &format!("DELETE /v1/connections/{CONNECTION}"),
        200,
        json!({"dangling_records": [], "cleanup": null}),
    );
    let page = Page::of_a_terminal();
    carry_out(&script, &page, "remove bücher.customer.com").await.unwrap();
    assert_eq!(page.text(), "bücher.customer.com is released, and not served any more.");
}

#[tokio::test]
async fn several_applications_at_a_name_have_to_be_told_apart() {
    let mut other = connection("pending_ownership", false);
    other["application_id"] = json!("01900000-0000-7000-8000-00000000000f");
    let script = Script::default().answer(&own(), 200, list(&[connection("pending_ownership", false), other]));
    let stop = carry_out(&script, &Page::default(), "remove shop.customer.com").await.unwrap_err();
    assert!(stop.to_string().contains(&format!("--app: {APPLICATION}, 01900000")), "{stop}");
}
