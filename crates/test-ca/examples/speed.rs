//! How long the authority takes for whole orders: `cargo run -p nameplate-test-ca --example speed [orders]`.
//!
//! The client is instant-acme in the same process; only the time within `TestCa::handle` is counted.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement prints, and fails by panicking")]

use http::Request;
use http_body_util::{BodyExt, Full};
use instant_acme::{
    Account, AuthorizationStatus, BodyWrapper, BytesResponse, ChallengeType, Error, HttpClient, Identifier, NewAccount,
    NewOrder,
};
use nameplate_domain::time::{Clock, Timestamp};
use nameplate_test_ca::validate::Given;
use nameplate_test_ca::{Limits, TestCa, TestCaSettings};
use rcgen::{CertificateParams, DistinguishedName, KeyPair};
use std::collections::HashMap;
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

struct Steps(AtomicI64);

impl Clock for Steps {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(self.0.load(Ordering::Relaxed))
    }
}

#[derive(Clone)]
struct InProcess {
    ca: TestCa,
    spent_ns: Arc<AtomicU64>,
}

impl HttpClient for InProcess {
    fn request(
        &self,
        request: Request<BodyWrapper<bytes::Bytes>>,
    ) -> Pin<Box<dyn Future<Output = Result<BytesResponse, Error>> + Send>> {
        let own = self.clone();
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await.unwrap().to_bytes();
            let started = Instant::now();
            let response = own.ca.handle(Request::from_parts(parts, body)).await;
            own.spent_ns.fetch_add(started.elapsed().as_nanos().try_into().unwrap(), Ordering::Relaxed);
            Ok(BytesResponse::from(response.map_err(|error| Error::Other(error.into()))?.map(Full::new)))
        })
    }
}

fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let orders: u64 = std::env::args().nth(1).map_or(2000, |orders| orders.parse().unwrap());
    let zone: Arc<Mutex<HashMap<String, Vec<String>>>> = Arc::default();
    let seen = zone.clone();
    let validator = Given::default().txt(move |name| Ok(seen.lock().unwrap().remove(name).unwrap_or_default()));
    let clock = Arc::new(Steps(AtomicI64::new(1_793_491_200_000)));
    let mut settings = TestCaSettings::new("Speed", clock.clone(), Arc::new(validator));
    settings.limits = Limits { new_orders: None, ..Limits::default() };
    let ca = TestCa::new(settings).unwrap();
    let client = InProcess { ca: ca.clone(), spent_ns: Arc::default() };
    let wanted = NewAccount { contact: &[], terms_of_service_agreed: true, only_return_existing: false };
    let directory = "https://ca.test/directory".to_owned();
    let account =
        Account::builder_with_http(Box::new(client.clone())).create(&wanted, directory, None).await.unwrap().0;
    let key = KeyPair::generate().unwrap();
    let (requests, memory) = (ca.counters().requests, resident_kib());
    client.spent_ns.store(0, Ordering::Relaxed);
    for number in 0..orders {
        clock.0.fetch_add(Duration::from_secs(150).as_millis().try_into().unwrap(), Ordering::Relaxed);
        let name = format!("www.customer-{number}.test");
        let mut order = account.new_order(&NewOrder::new(&[Identifier::Dns(name.clone())])).await.unwrap();
        {
            let mut authorizations = order.authorizations();
            let mut authorization = authorizations.next().await.unwrap().unwrap();
            assert_eq!(authorization.status, AuthorizationStatus::Pending);
            let mut challenge = authorization.challenge(ChallengeType::Dns01).unwrap();
            let value = challenge.key_authorization().dns_value();
            zone.lock().unwrap().insert(format!("_acme-challenge.{name}"), vec![value]);
            challenge.set_ready().await.unwrap();
        }
        order.refresh().await.unwrap();
        let mut params = CertificateParams::new([name]).unwrap();
        params.distinguished_name = DistinguishedName::new();
        order.finalize_csr(params.serialize_request(&key).unwrap().der()).await.unwrap();
        order.certificate().await.unwrap().unwrap();
    }
    let spent = Duration::from_nanos(client.spent_ns.load(Ordering::Relaxed));
    let requests = (ca.counters().requests - requests) / orders;
    let per_order_us = spent.as_micros() / u128::from(orders);
    println!("{orders} orders, {requests} requests each: {per_order_us} us per order within the authority");
    println!("memory: {memory} KiB before, {} KiB after (client included)", resident_kib());
}
