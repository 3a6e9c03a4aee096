//! The pages, used with nothing but links and forms.

use crate::open::Open;
use nameplate_domain::evidence::QueryType;

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
