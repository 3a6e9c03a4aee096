//! What resolvers that check signatures think of a zone: a customer moved to a host that does not sign, and left the DS at the registrar.

use crate::client::ask_until;
use crate::programs::{checking_unbound, knot};
use crate::tree::{Noon, Place};
use hickory_proto::op::ResponseCode;
use hickory_proto::rr::RecordType;
use nameplate_dns::observe::{Observer, ObserverSettings};
use std::net::SocketAddr;
use std::sync::Arc;
use tempfile::TempDir;

const ZONE: &str = "customer.test";
const OTHER: &str = "other.test";
/// Of a key that nobody has.
const DIGEST: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
const HOST: u8 = 1;
const STRICT: u8 = 2;
const LENIENT: u8 = 3;
const NOBODY: u8 = 4;

fn observer(resolvers: &[SocketAddr]) -> Observer {
    let settings = ObserverSettings { resolvers: resolvers.to_vec(), ..ObserverSettings::default() };
    Observer::new(settings, Arc::new(Noon)).unwrap()
}

#[tokio::test]
async fn a_zone_whose_ds_fits_no_key_is_bogus_to_a_resolver_that_checks() {
    let directories: Vec<TempDir> = (0..3).map(|_| TempDir::new().unwrap()).collect();
    let place = Place::new();
    let [host, strict, lenient, nobody] = [HOST, STRICT, LENIENT, NOBODY].map(|last| place.at(last));
    let ns = format!("ns A {}", host.ip());
    let records =
        format!("$ORIGIN {ZONE}.\n$TTL 60\n@ SOA ns nobody 1 3600 600 86400 2\n@ NS ns\n{ns}\nwww A 192.0.2.1\n");
    let _host = knot(host, ZONE, &records, directories[0].path());
    let _strict = checking_unbound(strict, ZONE, host, DIGEST, directories[1].path());
    // What it trusts is of another zone: this one is not signed to it, and believed.
    let _lenient = checking_unbound(lenient, OTHER, host, DIGEST, directories[2].path());
    ask_until(host, ZONE, RecordType::SOA, |reply| reply.metadata.response_code == ResponseCode::NoError).await;
    ask_until(strict, ZONE, RecordType::SOA, |reply| reply.metadata.response_code == ResponseCode::ServFail).await;
    ask_until(lenient, OTHER, RecordType::SOA, |_| true).await;

    let bogus = observer(&[strict]).bogus("www.customer.test").await.unwrap();
    assert!(bogus.why.is_some_and(|why| why.starts_with("DNSKEY missing") || why.starts_with("DNSSEC bogus")));
    // One that checks is enough, wherever it stands; who is silent says nothing.
    assert!(observer(&[nobody, strict]).bogus("new.www.customer.test.").await.is_some());
    assert_eq!(observer(&[nobody]).bogus("www.customer.test").await, None);
    // A failure that has nothing to do with signatures: nobody serves that zone.
    assert_eq!(observer(&[lenient]).bogus("www.other.test").await, None);
}
