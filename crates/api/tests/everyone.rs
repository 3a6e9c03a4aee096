//! Every endpoint of the document × everybody who may call. An endpoint that is not listed here fails the test.

use nameplate_domain::tenancy::Role;
use nameplate_store::{AuditFilter, Page};
use nameplate_testkit::{Answer, People, Person, World};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What a person gets at one endpoint: `Ok` is any success, otherwise the status.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Gets {
    Success,
    Status(u16),
}
use Gets::{Status, Success};

/// One endpoint as it is called here: with something of the demo tenant's in its path.
struct Endpoint {
    method: &'static str,
    template: &'static str,
    path: String,
    body: Value,
    /// demo, reader, writer, admin, stranger; nobody always gets 401.
    gets: [Gets; 5],
    /// Whoever runs the platform.
    operator: Gets,
}

/// What needs no key: there is another secret in the path, or nothing to hide.
const OPEN: [&str; 2] = ["/v1/share/{token}", "/v1/sign-in"];

/// What everybody shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum By {
    Key,
    Session,
}

/// Public keys that nobody has the private half of.
const REGISTERED: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJhcmVseS1hLWtleS1idXQtMzItb2N0ZXRzISEhISEh";
const UNREGISTERED: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGFub3RoZXIta2V5LW9mLXRoaXJ0eS10d28tb2N0ZXRz";

/// Things of the demo tenant's.
struct Things<'a> {
    application: &'a str,
    connection: &'a str,
    /// A connection that can be proven, and is not.
    unproven: &'a str,
    /// A domain that can be verified, and is not.
    domain: &'a str,
    key: &'a str,
    other_key: &'a str,
    credential: &'a str,
    change_set: &'a str,
    link: &'a str,
    share_token: &'a str,
    webhook_endpoint: &'a str,
    webhook_delivery: &'a str,
    /// Another tenant than those who call.
    tenant: &'a str,
    member: &'a str,
    invitation: &'a str,
    route: &'a str,
    ssh_key: &'a str,
    /// A public key that is registered nowhere.
    public_key: &'a str,
}

fn endpoints(things: &Things<'_>, by: By) -> Vec<Endpoint> {
    let application = things.application;
    let endpoint = |method, template: &'static str, body, gets| {
        let path = template.replace("{keyId}", things.key).replace("{credentialId}", things.credential);
        let path = path.replace("{batch_id}", "everyone");
        let path = path.replace("{linkId}", things.link).replace("{token}", things.share_token);
        let path = path.replace("{domain}", things.domain);
        let id = match () {
            () if path.contains("/platform/tenants/") => things.tenant,
            () if path.contains("/apps/") => application,
            () if path.ends_with("/verify") => things.unproven,
            () if path.contains("/connections/") => things.connection,
            () if path.contains("/change-sets/") => things.change_set,
            () if path.contains("/webhook-endpoints/") => things.webhook_endpoint,
            () if path.contains("/members/") => things.member,
            () if path.contains("/routes/") => things.route,
            () if path.contains("/invitations/") => things.invitation,
            () if path.contains("/webhook-deliveries/") => things.webhook_delivery,
            () if path.contains("/ssh-keys/") => things.ssh_key,
            () if path.starts_with("/v1/keys/") => things.other_key,
            () => application,
        };
        Endpoint { method, template, path: path.replace("{id}", id), body, gets, operator: Status(403) }
    };
    let operators = |method, template: &'static str, body| Endpoint {
        operator: Success,
        ..endpoint(method, template, body, [Status(403); 5])
    };
    let scopes = json!({"scopes": ["connections:read"]});
    let hostname = json!({"application_id": application, "hostname": "everyone.customer.test", "setup_type": "manual"});
    let not_granted = Status(403);
    let admins = [Success, not_granted, not_granted, Success, Status(404)];
    let of_the_tenant = [Success, not_granted, not_granted, not_granted, Status(404)];
    let writers = [Success, not_granted, Success, not_granted, Status(404)];
    let readers = [Success, Success, Success, not_granted, Status(404)];
    vec![
        operators("GET", "/v1/platform/overview", Value::Null),
        operators("GET", "/v1/platform/tenants", Value::Null),
        operators("POST", "/v1/platform/tenants", json!({"name": "Fourth"})),
        operators("GET", "/v1/platform/tenants/{id}", Value::Null),
        operators("PATCH", "/v1/platform/tenants/{id}", json!({"plan": "growth"})),
        operators("POST", "/v1/platform/tenants/{id}/suspend", json!({"reason": "for the test"})),
        operators("POST", "/v1/platform/tenants/{id}/resume", Value::Null),
        operators("GET", "/v1/platform/edges", Value::Null),
        operators("GET", "/v1/platform/queues", Value::Null),
        operators("GET", "/v1/platform/authorities", Value::Null),
        operators("GET", "/v1/platform/metrics", Value::Null),
        Endpoint { operator: Success, ..endpoint("GET", "/v1/session", Value::Null, [Success; 5]) },
        match by {
            By::Key => Endpoint { operator: Success, ..endpoint("POST", "/v1/session", Value::Null, [Success; 5]) },
            // A session makes no other one: it would never end.
            By::Session => endpoint("POST", "/v1/session", Value::Null, [not_granted; 5]),
        },
        // For people: a key belongs to one tenant.
        endpoint("POST", "/v1/session/tenant", json!({"tenant_id": application}), [not_granted; 5]),
        Endpoint { operator: Success, ..endpoint("GET", "/v1/sign-in", Value::Null, [Success; 5]) },
        endpoint("GET", "/v1/applications", Value::Null, [Success; 5]),
        endpoint(
            "POST",
            "/v1/applications",
            json!({"name": "Mine"}),
            [Success, not_granted, not_granted, Success, Success],
        ),
        endpoint("GET", "/v1/applications/{id}", Value::Null, [Success, Success, Success, Success, Status(404)]),
        endpoint("PATCH", "/v1/applications/{id}", json!({"name": "Ours"}), admins),
        endpoint("GET", "/v1/applications/{id}/keys", Value::Null, admins),
        // Whoever administers applications cannot hand on a scope that it lacks.
        endpoint(
            "POST",
            "/v1/applications/{id}/keys",
            scopes,
            [Success, not_granted, not_granted, not_granted, Status(404)],
        ),
        endpoint("GET", "/v1/connections", Value::Null, [Success, Success, Success, not_granted, Success]),
        endpoint("POST", "/v1/connections", hostname, writers),
        endpoint(
            "POST",
            "/v1/connections:bulk",
            json!({"application_id": application, "batch_id": "everyone", "hostnames": ["bulk.customer.test"]}),
            writers,
        ),
        endpoint("GET", "/v1/connections:summary", Value::Null, [Success, Success, Success, not_granted, Success]),
        endpoint("GET", "/v1/batches/{batch_id}", Value::Null, [Success, Success, Success, not_granted, Status(404)]),
        endpoint("GET", "/v1/connections/{id}", Value::Null, [Success, Success, Success, not_granted, Status(404)]),
        endpoint(
            "GET",
            "/v1/connections/{id}/timeline",
            Value::Null,
            [Success, Success, Success, not_granted, Status(404)],
        ),
        endpoint("POST", "/v1/connections/{id}/verify", Value::Null, writers),
        endpoint("POST", "/v1/connections/{id}/records:check", Value::Null, writers),
        endpoint("POST", "/v1/connections/{id}/https:check", Value::Null, writers),
        endpoint("POST", "/v1/connections/{id}/certificate:renew", Value::Null, writers),
        endpoint("GET", "/v1/certificates", Value::Null, [Success, Success, Success, not_granted, Success]),
        endpoint(
            "POST",
            "/v1/domains:check",
            json!({"domain": "shop.customer.test"}),
            [Success, Success, Success, not_granted, Success],
        ),
        // The writer has registered it when the last one asks, and removed it.
        endpoint(
            "POST",
            "/v1/apps/{id}/domains",
            json!({"domain": "registered.customer.test"}),
            [Status(409), not_granted, Success, not_granted, Status(404)],
        ),
        endpoint("GET", "/v1/apps/{id}/domains", Value::Null, readers),
        endpoint("POST", "/v1/apps/{id}/domains/{domain}/verify", Value::Null, writers),
        endpoint("GET", "/v1/apps/{id}/domains/{domain}", Value::Null, readers),
        endpoint(
            "DELETE",
            "/v1/apps/{id}/domains/{domain}",
            Value::Null,
            [Status(404), not_granted, Success, not_granted, Status(404)],
        ),
        endpoint("GET", "/v1/events", Value::Null, [Success, Success, Success, not_granted, Success]),
        endpoint("GET", "/v1/providers", Value::Null, [Success; 5]),
        endpoint("GET", "/v1/audit", Value::Null, [Success, not_granted, not_granted, Success, Success]),
        endpoint("GET", "/v1/plans", Value::Null, [Success; 5]),
        endpoint("GET", "/v1/subscription", Value::Null, [Success; 5]),
        endpoint("GET", "/v1/usage", Value::Null, [Success; 5]),
        endpoint("GET", "/v1/usage/history", Value::Null, [Success; 5]),
        endpoint(
            "POST",
            "/v1/subscriptions",
            json!({"plan": "growth"}),
            [Success, not_granted, not_granted, Success, Success],
        ),
        // Nobody takes the money here.
        endpoint(
            "POST",
            "/v1/billing/checkout",
            json!({"plan": "pro"}),
            [Status(502), not_granted, not_granted, Status(502), Status(502)],
        ),
        endpoint(
            "POST",
            "/v1/billing/portal",
            Value::Null,
            [Status(502), not_granted, not_granted, Status(502), Status(502)],
        ),
        endpoint(
            "POST",
            "/v1/applications/{id}/credentials",
            json!({"provider": "sandbox", "token": "sandbox-token-9876"}),
            admins,
        ),
        endpoint("GET", "/v1/applications/{id}/credentials", Value::Null, admins),
        endpoint("POST", "/v1/applications/{id}/credentials/{credentialId}/check", Value::Null, admins),
        endpoint("POST", "/v1/connections/{id}/records:apply", Value::Null, writers),
        endpoint("POST", "/v1/connections/{id}/email:apply", json!({"provider": "zoho"}), writers),
        endpoint("POST", "/v1/email/records", json!({"provider": "zoho", "domain": "customer.test"}), [Success; 5]),
        endpoint("POST", "/v1/connections/{id}/domain-connect", Value::Null, writers),
        endpoint(
            "GET",
            "/v1/connections/{id}/change-sets",
            Value::Null,
            [Success, Success, Success, not_granted, Status(404)],
        ),
        endpoint("GET", "/v1/change-sets/{id}", Value::Null, [Success, Success, Success, not_granted, Status(404)]),
        endpoint("POST", "/v1/tokens", json!({"application_id": application}), writers),
        endpoint("POST", "/v1/connections/{id}/share-links", Value::Null, writers),
        endpoint(
            "GET",
            "/v1/connections/{id}/share-links",
            Value::Null,
            [Success, Success, Success, not_granted, Status(404)],
        ),
        Endpoint { operator: Success, ..endpoint("GET", "/v1/share/{token}", Value::Null, [Success; 5]) },
        endpoint("DELETE", "/v1/connections/{id}/share-links/{linkId}", Value::Null, writers),
        // The writer has undone it when the last one asks.
        endpoint(
            "POST",
            "/v1/change-sets/{id}/undo",
            Value::Null,
            [Status(409), not_granted, Success, not_granted, Status(404)],
        ),
        // The administrator has deleted it when the last one asks.
        endpoint(
            "DELETE",
            "/v1/applications/{id}/credentials/{credentialId}",
            Value::Null,
            [Status(404), not_granted, not_granted, Success, Status(404)],
        ),
        endpoint(
            "POST",
            "/v1/webhook-endpoints",
            json!({"url": "http://127.0.0.1:9/hook"}),
            [Success, not_granted, not_granted, Success, Success],
        ),
        endpoint("GET", "/v1/webhook-endpoints", Value::Null, [Success, not_granted, not_granted, Success, Success]),
        endpoint("GET", "/v1/webhook-endpoints/{id}", Value::Null, admins),
        endpoint("PATCH", "/v1/webhook-endpoints/{id}", json!({"events": ["ssl.issued"]}), admins),
        endpoint("POST", "/v1/webhook-endpoints/{id}/rotate-secret", Value::Null, admins),
        endpoint("POST", "/v1/webhook-endpoints/{id}/test", Value::Null, admins),
        endpoint("GET", "/v1/webhook-deliveries", Value::Null, [Success, not_granted, not_granted, Success, Success]),
        endpoint("GET", "/v1/webhook-deliveries/{id}", Value::Null, admins),
        endpoint("POST", "/v1/webhook-deliveries/{id}/replay", Value::Null, admins),
        // The administrator has deleted it when the last one asks.
        endpoint(
            "DELETE",
            "/v1/webhook-endpoints/{id}",
            Value::Null,
            [Status(404), not_granted, not_granted, Success, Status(404)],
        ),
        endpoint(
            "POST",
            "/v1/domains:attach",
            json!({"hostname": "attached.customer.test", "application_id": application}),
            writers,
        ),
        endpoint("POST", "/v1/routes", json!({"application_id": application}), writers),
        endpoint("GET", "/v1/routes", Value::Null, [Success, Success, Success, not_granted, Success]),
        endpoint("GET", "/v1/routes/{id}", Value::Null, [Success, Success, Success, not_granted, Status(404)]),
        endpoint("PATCH", "/v1/routes/{id}", json!({"origin": "https://origin.example"}), writers),
        // The writer has deleted it when the last one asks.
        endpoint(
            "DELETE",
            "/v1/routes/{id}",
            Value::Null,
            [Status(404), not_granted, Success, not_granted, Status(404)],
        ),
        endpoint("DELETE", "/v1/connections/{id}", Value::Null, writers),
        endpoint("DELETE", "/v1/applications/{id}/keys/{keyId}", Value::Null, admins),
        endpoint("GET", "/v1/keys", Value::Null, [Success, not_granted, not_granted, Success, Success]),
        endpoint("DELETE", "/v1/keys/{id}", Value::Null, admins),
        endpoint("GET", "/v1/ssh-keys", Value::Null, [Success, not_granted, not_granted, Success, Success]),
        // The stranger has registered it when the others ask.
        endpoint(
            "POST",
            "/v1/ssh-keys",
            json!({"public_key": things.public_key, "scopes": ["apps:admin"]}),
            [Status(409), not_granted, not_granted, Status(409), Success],
        ),
        endpoint("DELETE", "/v1/ssh-keys/{id}", Value::Null, admins),
        endpoint("GET", "/v1/members", Value::Null, [Success, not_granted, not_granted, Success, Success]),
        // The administrator's key is of one application.
        endpoint("PATCH", "/v1/members/{id}", json!({"role": "viewer"}), of_the_tenant),
        endpoint("DELETE", "/v1/members/{id}", Value::Null, of_the_tenant),
        endpoint(
            "POST",
            "/v1/invitations",
            json!({"email": "bob@acme.example", "role": "admin"}),
            [Success, not_granted, not_granted, not_granted, Success],
        ),
        endpoint("GET", "/v1/invitations", Value::Null, [Success, not_granted, not_granted, Success, Success]),
        endpoint("DELETE", "/v1/invitations/{id}", Value::Null, of_the_tenant),
        // Last: it signs everybody out.
        Endpoint { operator: Success, ..endpoint("DELETE", "/v1/session", Value::Null, [Success; 5]) },
    ]
}

/// Everybody, as `by` wants them.
async fn cast(people: &People, by: By) -> [(&'static str, Person); 6] {
    let all = [
        ("stranger", &people.stranger),
        ("reader", &people.reader),
        ("admin", &people.admin),
        ("writer", &people.writer),
        ("demo", &people.demo),
        ("operator", &people.operator),
    ];
    let mut cast = all.map(|(who, person)| (who, person.clone()));
    if by == By::Session {
        for (_, person) in &mut cast {
            *person = person.signed_in().await;
        }
    }
    cast
}

/// Requests that are no GETs and change nothing.
const READ_ONLY: [&str; 3] =
    ["POST /v1/domains:check", "POST /v1/email/records", "POST /v1/connections/{id}/https:check"];

/// How much the demo tenant's keys have done, by the audit log.
async fn deeds_of_keys(world: &World) -> usize {
    let page = Page::first(10_000);
    let all = world.store.reader().audit(world.caller.tenant, &AuditFilter::default(), page).await.unwrap();
    all.iter().filter(|entry| entry.who.kind() == "api_key").count()
}

async fn call(person: &Person, endpoint: &Endpoint) -> Answer {
    let method: Method = endpoint.method.parse().unwrap();
    let request = person.request(method, &endpoint.path);
    person.send(if endpoint.body.is_null() { request } else { request.json(&endpoint.body) }).await
}

/// As [`call`], from a page of that origin.
async fn call_from(person: &Person, endpoint: &Endpoint, origin: &str) -> Answer {
    let method: Method = endpoint.method.parse().unwrap();
    let request = person.at_no_page().request(method, &endpoint.path).header("origin", origin);
    person.send(if endpoint.body.is_null() { request } else { request.json(&endpoint.body) }).await
}

fn check(who: &str, endpoint: &Endpoint, answer: &Answer, expected: Gets) {
    let name = format!("{} {} by {who}", endpoint.method, endpoint.template);
    match expected {
        Success => assert!((200..300).contains(&answer.status), "{name}: {answer:#?}"),
        Status(status) => assert_eq!(answer.status, status, "{name}: {answer:#?}"),
    }
}

#[tokio::test]
async fn everybody_gets_what_is_theirs_at_every_endpoint() {
    Box::pin(everybody(By::Key)).await;
}

#[tokio::test]
async fn a_session_is_as_good_as_its_key_at_every_endpoint_and_on_our_own_pages_only() {
    Box::pin(everybody(By::Session)).await;
}

async fn everybody(by: By) {
    let world = World::known_to_providers().await;
    let connection = world.proven("shop.customer.test").await;
    let unproven = world.connect("unproven.customer.test").await;
    world.publish("TXT", unproven.at("/ownership_challenge/name"), unproven.at("/ownership_challenge/value")).await;
    let domain = world.connect("app.customer.test").await;
    world.publish("TXT", domain.at("/ownership_challenge/name"), domain.at("/ownership_challenge/value")).await;
    let application = world.application.id.to_string();
    let credential = world.lend("sandbox-token-9876").await;
    let apply = format!("/v1/connections/{}/records:apply", connection.at("/id"));
    let applied = world.people.demo.post(&apply, Value::Null).await.expect(200);
    let made = world
        .people
        .demo
        .post(&format!("/v1/applications/{application}/keys"), json!({"scopes": ["usage:read"]}))
        .await;
    let other = world
        .people
        .demo
        .post(&format!("/v1/applications/{application}/keys"), json!({"scopes": ["usage:read"]}))
        .await;
    let shared = format!("/v1/connections/{}/share-links", connection.at("/id"));
    let link = world.people.demo.post(&shared, Value::Null).await.expect(201);
    let hook = json!({"url": "http://127.0.0.1:9/hook"});
    let hook = world.people.demo.post("/v1/webhook-endpoints", hook).await.expect(201);
    let test = format!("/v1/webhook-endpoints/{}/test", hook.at("/id"));
    let delivery = world.people.demo.post(&test, Value::Null).await.expect(200);
    let tenant = world.people.operator.post("/v1/platform/tenants", json!({"name": "Third"})).await.expect(201);
    let member = world.member("ada@acme.example", Role::Developer).await.get("/v1/session").await.expect(200);
    let invitation = json!({"email": "eve@acme.example", "role": "viewer"});
    let invitation = world.people.demo.post("/v1/invitations", invitation).await.expect(201);
    let route = json!({"application_id": application, "name": "everyone"});
    let route = world.people.demo.post("/v1/routes", route).await.expect(201);
    let ssh_key = json!({"public_key": REGISTERED, "application_id": application});
    let ssh_key = world.people.demo.post("/v1/ssh-keys", ssh_key).await.expect(201);
    let things = Things {
        application: &application,
        connection: connection.at("/id"),
        unproven: unproven.at("/id"),
        domain: "app.customer.test",
        key: made.at("/id"),
        other_key: other.at("/id"),
        credential: credential.at("/id"),
        change_set: applied.at("/change_set/id"),
        link: link.at("/id"),
        share_token: link.at("/url").rsplit('/').next().unwrap(),
        webhook_endpoint: hook.at("/id"),
        webhook_delivery: delivery.at("/id"),
        tenant: tenant.at("/tenant/id"),
        member: member.at("/member/id"),
        invitation: invitation.at("/id"),
        route: route.at("/id"),
        ssh_key: ssh_key.at("/id"),
        public_key: UNREGISTERED,
    };
    let endpoints = endpoints(&things, by);

    let document: Value = yaml_serde::from_str(&nameplate_api::openapi_yaml()).unwrap();
    let documented: BTreeSet<String> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            item.as_object().unwrap().keys().map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect();
    let known: BTreeSet<String> =
        endpoints.iter().map(|endpoint| format!("{} {}", endpoint.method, endpoint.template)).collect();
    assert_eq!(known, documented, "every endpoint of the document is listed in this test, and no other");

    let people = &world.people;
    let [stranger, reader, admin, writer, demo, operator] = cast(people, by).await;
    for endpoint in &endpoints {
        let ends_session = (endpoint.method, endpoint.template) == ("DELETE", "/v1/session");
        let answer = call(&people.nobody, endpoint).await;
        if OPEN.contains(&endpoint.template) {
            check("nobody", endpoint, &answer, Success);
        } else {
            answer.refused(401, "unauthorized", "Authorization");
            assert_eq!(answer.header("www-authenticate"), "Bearer");
            for unknown in ["sk_test_unknown", "pk_unknown"] {
                let unknown = call(&people.nobody.with_key(unknown), endpoint).await;
                unknown.refused(401, "unauthorized", "unknown or revoked");
            }
            let cookie = format!("nameplate_session={}", "0".repeat(64));
            let unknown = call(&people.nobody.with_cookie(&cookie), endpoint).await;
            match ends_session {
                true => assert_eq!(unknown.status, 204, "it is over: {unknown:#?}"),
                false => unknown.refused(401, "unauthorized", "unknown or over"),
            }
        }
        if by == By::Session && !OPEN.contains(&endpoint.template) {
            let elsewhere = call_from(&demo.1, endpoint, "https://evil.example").await;
            elsewhere.refused(403, "origin_not_allowed", "pages of this platform");
            assert_eq!(elsewhere.header("access-control-allow-credentials"), "");
        }
        // Those who are refused come first, so that a deletion is not over before they ask.
        let everybody = [
            (&operator, endpoint.operator),
            (&stranger, endpoint.gets[4]),
            (&reader, endpoint.gets[1]),
            (&admin, endpoint.gets[3]),
            (&writer, endpoint.gets[2]),
            (&demo, endpoint.gets[0]),
        ];
        let before = deeds_of_keys(&world).await;
        for ((who, person), expected) in everybody {
            check(who, endpoint, &call(person, endpoint).await, expected);
        }
        let name = format!("{} {}", endpoint.method, endpoint.template);
        let is_noted = deeds_of_keys(&world).await > before;
        let ends_nothing = ends_session && by == By::Key;
        let only_looks = endpoint.method == "GET" || READ_ONLY.contains(&name.as_str()) || ends_nothing;
        // What is refused may have been begun.
        if only_looks || matches!(endpoint.gets[0], Success) {
            assert_eq!(
                is_noted, !only_looks,
                "{name}: the audit log has an entry for each change, and for nothing else"
            );
        }
    }
}

#[tokio::test]
async fn an_id_that_is_no_id_is_as_absent_as_a_strangers() {
    let world = World::start().await;
    let absent = "0190f0f0-0000-7000-8000-000000000000";
    for id in [absent, "1", "not-an-id", "%00", "%ff", "..%2f..", "0190f0f000007000800000000000000a"] {
        for (noun, what) in [("applications", "application"), ("connections", "connection")] {
            let answer = world.people.demo.get(&format!("/v1/{noun}/{id}")).await;
            answer.refused(404, "not_found", what);
        }
        let path = format!("/v1/applications/{}/keys/{id}", world.application.id);
        world.people.demo.delete(&path).await.refused(404, "not_found", "There is no such");
        world.people.demo.delete(&format!("/v1/keys/{id}")).await.refused(404, "not_found", "There is no such key");
    }
}

#[tokio::test]
async fn lists_show_a_tenant_its_own_things_only() {
    let world = World::start().await;
    let connection = world.connect("shop.customer.test").await;
    let seen = world.people.stranger.get("/v1/connections").await.expect(200);
    assert_eq!(seen.value("/data"), &json!([]));
    let by_hostname = world.people.stranger.get("/v1/connections?hostname=shop.customer.test").await.expect(200);
    assert_eq!(by_hostname.value("/data"), &json!([]));
    let by_application = format!("/v1/connections?application_id={}", world.application.id);
    assert_eq!(world.people.stranger.get(&by_application).await.expect(200).value("/data"), &json!([]));
    assert_eq!(world.people.stranger.get("/v1/applications").await.expect(200).value("/data"), &json!([]));
    assert_eq!(world.people.demo.get("/v1/connections").await.expect(200).at("/data/0/id"), connection.at("/id"));
}
