//! The pages, used with nothing but links and forms.

use crate::open::Open;
use nameplate_domain::evidence::QueryType;
use nameplate_sandbox::{EdgeNearby, Neighbours};

#[tokio::test]
async fn a_customer_adds_a_domain_and_a_record_and_deletes_it() {
    let open = Open::new().await;
    let added = open.form("/zones", "zone=Customer.test").await;
    assert_eq!(added.status, 303);
    assert!(added.head.contains("location: /zones/customer.test"), "{}", added.head);
    let body = "name=app&type=CNAME&value=edge.nameplate.localhost.&ttl=60&priority=";
    assert_eq!(open.form("/zones/customer.test/records", body).await.status, 303);
    assert_eq!(open.dns("app.customer.test", QueryType::Cname).await, " > edge.nameplate.localhost");
    let page = open.get("/zones/customer.test").await;
    assert_eq!(page.status, 200);
    assert!(page.head.contains("content-type: text/html; charset=utf-8"));
    assert!(page.head.contains("content-security-policy: default-src 'none'; style-src 'self'"));
    assert!(page.body.contains("edge.nameplate.localhost"));
    assert!(page.body.contains("/zones/customer.test/records/2/delete"));
    assert_eq!(open.form("/zones/customer.test/records/2/delete", "").await.status, 303);
    assert!(!open.get("/zones/customer.test").await.body.contains("edge.nameplate.localhost"));
}

#[tokio::test]
async fn a_refused_form_comes_back_as_it_was_typed_with_the_reason() {
    let open = Open::new().await;
    open.form("/zones", "zone=customer.test").await;
    let page = open.form("/zones/customer.test/records", "name=%3Cb%3E&type=A&value=nowhere&ttl=60").await;
    assert_eq!(page.status, 400);
    assert!(
        page.body.contains("id=\"name-complaint\" class=\"complaint\" role=\"alert\">Name has the character"),
        "{}",
        page.body
    );
    assert!(page.body.contains("value=\"&lt;b&gt;\""));
    assert!(page.body.contains("value=\"nowhere\""));
    let ttl = open.form("/zones/customer.test/records", "name=a&type=A&value=192.0.2.1&ttl=soon").await;
    assert!(ttl.body.contains("value=\"soon\""));
    assert!(ttl.body.contains("role=\"alert\">TTL is not a number"));
    let company = open.form("/zones/customer.test/records", "name=@&type=CNAME&value=edge.nameplate.localhost").await;
    assert!(
        company.body.contains("id=\"type-complaint\" class=\"complaint\" role=\"alert\">Type CNAME cannot stand at")
    );
    assert!(company.body.contains("<option value=\"CNAME\" selected>"));
    let zone = open.form("/zones", "zone=example.com").await;
    assert_eq!(zone.status, 400);
    assert!(zone.body.contains("role=\"alert\">Zone must be a name directly under .test"));
}

#[tokio::test]
async fn the_place_of_a_redirect_has_the_status_that_the_form_named() {
    let open = Open::new().await;
    // A redirect without a fragment inherits the form's (RFC 9110, 10.2.2), so the place must have that status and no other fragment.
    let steps = [
        ("/zones", "zone=customer.test", "/zones/customer.test", "zone-added"),
        ("/zones/customer.test/records", "name=a&type=TXT&value=x", "/zones/customer.test", "record-added"),
        ("/zones/customer.test/domain-connect", "domain_connect=off", "/zones/customer.test", "offer-set"),
        ("/zones/customer.test/fault", "mode=servfail", "/zones/customer.test", "fault-set"),
        ("/zones/customer.test/records/2/delete", "", "/zones/customer.test", "record-deleted"),
        ("/zones/customer.test/delete", "", "/", "zone-removed"),
    ];
    for (form, body, place, status) in steps {
        let done = open.form(form, body).await;
        assert_eq!(done.status, 303, "{form}");
        assert!(done.head.lines().any(|line| line == format!("location: {place}")), "{}", done.head);
        let page = open.get(place).await;
        assert!(page.body.contains(&format!("<p id=\"{status}\" class=\"status\" role=\"status\">")), "{form}");
    }
}

#[tokio::test]
async fn a_change_of_the_platforms_zone_is_refused_with_the_reason() {
    let open = Open::new().await;
    let page = open.form("/zones/nameplate.localhost/records", "name=a&type=A&value=192.0.2.1").await;
    assert_eq!(page.status, 403);
    assert!(page.body.contains("role=\"alert\">The zone nameplate.localhost belongs to the platform"), "{}", page.body);
}

#[tokio::test]
async fn a_page_that_does_not_exist_says_so() {
    let open = Open::new().await;
    assert_eq!(open.get("/zones/nobody.test").await.status, 404);
    assert_eq!(open.get("/elsewhere").await.status, 404);
    assert_eq!(open.get("/style.css").await.status, 200);
}

#[tokio::test]
async fn a_record_is_edited_in_its_place() {
    let open = Open::new().await;
    let mail = "name=app&type=MX&value=mail.customer.test&ttl=300&priority=20";
    open.form("/zones/customer.test/records", mail).await;
    open.form("/zones/customer.test/records", "name=app&type=TXT&value=%22old%22&ttl=300").await;
    assert!(
        open.get("/zones/customer.test?edit=2")
            .await
            .body
            .contains("id=\"priority\" name=\"priority\" inputmode=\"numeric\" value=\"20\"")
    );
    let page = open.get("/zones/customer.test").await.body;
    assert!(page.contains("<a class=\"button quiet\" href=\"/zones/customer.test?edit=3#edit\""), "{page}");

    let form = open.get("/zones/customer.test?edit=3").await.body;
    assert!(form.contains("action=\"/zones/customer.test/records/3#record-changed\""), "{form}");
    assert!(form.contains("value=\"old\"") && form.contains("<option value=\"TXT\" selected>"), "{form}");
    assert!(!form.contains("action=\"/zones/customer.test/records#record-added\""), "one form has these fields");

    let refused = open.form("/zones/customer.test/records/3", "name=app&type=A&value=nowhere&ttl=60").await;
    assert_eq!(refused.status, 400);
    assert!(refused.body.contains("value=\"nowhere\"") && refused.body.contains("id=\"edit\""), "{}", refused.body);
    let done = open.form("/zones/customer.test/records/3", "name=www&type=A&value=192.0.2.7&ttl=60").await;
    assert_eq!(done.status, 303);
    assert!(done.head.lines().any(|line| line == "location: /zones/customer.test"), "{}", done.head);
    assert_eq!(open.dns("www.customer.test", QueryType::A).await, " > 192.0.2.7");
    assert!(open.get("/zones/customer.test").await.body.contains("<p id=\"record-changed\" class=\"status\""));
    assert_eq!(open.form("/zones/customer.test/records/9", "name=x&type=A&value=192.0.2.7").await.status, 404);
}

#[tokio::test]
async fn only_names_of_this_host_are_visited() {
    let open = Open::new().await;
    open.form("/zones", "zone=customer.test").await;
    for address in ["example.com", "https%3A%2F%2Fcustomer.test.example.com%2F", "127.0.0.1", "localhost"] {
        let refused = open.get(&format!("/visit?address={address}")).await;
        assert_eq!(refused.status, 403, "{address}");
        assert!(refused.body.contains("role=\"alert\">Address is not at a domain of this host"), "{}", refused.body);
    }
    for path in ["/visit/example.com", "/visit/sandbox.test.evil.example"] {
        assert_eq!(open.get(path).await.status, 403, "{path}");
    }
    assert_eq!(open.get("/visit/example.com/page").await.status, 404);
    let typed = open.get("/visit?address=https%3A%2F%2Fwww.Customer.test%2Fmenu").await;
    assert!(typed.head.lines().any(|line| line == "location: /visit/www%2ecustomer%2etest"), "{}", typed.head);
    let window = open.get("/visit/www.customer.test").await;
    assert_eq!(window.status, 200);
    assert!(window.body.contains("No edge to visit"), "{}", window.body);
}

#[tokio::test]
async fn a_name_is_visited_only_where_dns_leads_to_the_edge() {
    let open = Open::new().await;
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let edge = EdgeNearby {
        tls_addr: silent.local_addr().unwrap(),
        public_addresses: vec!["127.0.0.1".parse().unwrap()],
        root: None,
    };
    drop(silent);
    open.sandbox.meet(Neighbours { edge: Some(edge), ..Neighbours::default() });
    open.form("/zones", "zone=customer.test").await;
    open.form("/zones/customer.test/records", "name=away&type=A&value=192.0.2.1").await;
    open.form("/zones/customer.test/records", "name=www&type=CNAME&value=edge.nameplate.localhost").await;
    let see = async |host: &str| open.get(&format!("/visit/{host}")).await.body;
    assert!(see("none.customer.test").await.contains("This site can’t be reached"));
    let away = see("away.customer.test").await;
    assert!(away.contains("leads to 192.0.2.1, which is not the edge"), "{away}");
    // Nobody listens there any more: the visit gets as far as the edge's door.
    let www = see("www.customer.test").await;
    assert!(www.contains("No secure connection") && !www.contains("<iframe"), "{www}");
}

#[tokio::test]
async fn the_account_shows_its_token_and_the_way_back() {
    let open = Open::new().await;
    let alone = open.get("/token").await.body;
    assert!(alone.contains("<code id=\"token\" class=\"copied\">sandbox-token</code>") && !alone.contains("curl"));
    assert_eq!(open.get("/shop").await.status, 404);
    open.sandbox.meet(Neighbours {
        shop_url: Some("http://localhost:3100".into()),
        credentials_url: Some("http://localhost:8080/v1/applications/7/credentials".into()),
        ..Neighbours::default()
    });
    let page = open.get("/token").await.body;
    assert!(page.contains("curl http://localhost:8080/v1/applications/7/credentials"), "{page}");
    let shop = open.get("/shop").await;
    assert!(shop.head.lines().any(|line| line == "location: http://localhost:3100"), "{}", shop.head);
}
