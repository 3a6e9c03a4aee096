//! What a wildcard or a DNAME answers for a name does not stand at the name.

use crate::reading::{listed, names};
use crate::server::{Maker, Server};

const RECORDS: &str = "
*.shop A 192.0.2.9
own.shop A 192.0.2.10
*.alias CNAME nothing.customer.test.
a.empty.shop TXT here
moved DNAME elsewhere.customer.test.
host.elsewhere A 192.0.2.11
";

#[tokio::test]
async fn only_what_stands_at_a_name_is_read_of_it() {
    for maker in Maker::UPDATED {
        let server = Server::start(maker, RECORDS).await;
        for (name, expected) in [
            ("own.shop", Some("A 192.0.2.10")),
            ("any.shop", None),
            ("any.thing.shop", None),
            ("*.shop", Some("A 192.0.2.9")),
            ("*.any.shop", None),
            ("any.alias", None),
            ("*.alias", Some("CNAME nothing.customer.test")),
            ("empty.shop", None),
            ("a.empty.shop", Some("TXT here")),
            ("host.moved", None),
            ("host.elsewhere", Some("A 192.0.2.11")),
        ] {
            let name = format!("{name}.customer.test");
            let read = server.primary().read(&names(&[&name])).await.unwrap();
            let expected: Vec<String> = expected.iter().map(|what| format!("{name} 60 {what}")).collect();
            assert_eq!(listed(&read), expected, "{maker:?} {name}");
        }
        assert_eq!(server.primary().soa().await.unwrap().serial, 1, "{maker:?}: reading changes nothing");
    }
}
