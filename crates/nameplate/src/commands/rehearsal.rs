//! Commands without a control plane and without a terminal: what the API answers is written down beforehand.

use super::api::{Api, Events, Request};
use super::desk::Desk;
use super::ending::{Refusal, Stop};
use super::follow::Pace;
use super::look::Look;
use super::sheet::Sheet;
use async_trait::async_trait;
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;
use std::time::Duration;

const A_MOMENT: Duration = Duration::from_millis(1);

/// Answers, by `METHOD path`, given in their order; the last of each is given again and again.
#[derive(Default)]
pub(super) struct Script {
    answers: Mutex<BTreeMap<String, VecDeque<(u16, Value)>>>,
    asked: Mutex<Vec<Request>>,
    events: Option<usize>,
}

impl Script {
    /// With a stream of so many events, which then ends.
    pub(super) fn with_events(count: usize) -> Self {
        Self { events: Some(count), ..Self::default() }
    }

    pub(super) fn answer(self, request: &str, status: u16, body: Value) -> Self {
        self.answers.lock().unwrap().entry(request.to_owned()).or_default().push_back((status, body));
        self
    }

    pub(super) fn desk<'a>(&'a self, page: &'a Page) -> Desk<'a> {
        Desk { api: self, sheet: page, pace: Pace { beside_stream: A_MOMENT, without: A_MOMENT } }
    }

    /// What was asked, as `METHOD path`.
    pub(super) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().iter().map(|request| format!("{} {}", request.method, request.path)).collect()
    }

    /// The body that was sent last.
    pub(super) fn sent(&self) -> Value {
        self.asked.lock().unwrap().iter().rev().find_map(|request| request.body.clone()).unwrap_or_default()
    }
}

#[async_trait]
impl Api for Script {
    async fn call(&self, request: Request) -> Result<Value, Stop> {
        let asked = format!("{} {}", request.method, request.path);
        self.asked.lock().unwrap().push(request);
        let mut answers = self.answers.lock().unwrap();
        let queue = answers.get_mut(&asked).unwrap_or_else(|| panic!("{asked}: nothing is written down"));
        let (status, body) = if queue.len() > 1 { queue.pop_front().unwrap() } else { queue[0].clone() };
        match status {
            200..300 => Ok(body),
            _ => Err(Stop::Refused(Box::new(Refusal::read(status, &body).unwrap()))),
        }
    }

    async fn listen(&self, _connection: &str) -> Result<Box<dyn Events>, Stop> {
        match self.events {
            Some(count) => Ok(Box::new(Some(count))),
            None => Err(Stop::Unreached("there is no stream".into())),
        }
    }
}

#[async_trait]
impl Events for Option<usize> {
    async fn next(&mut self) -> bool {
        *self = self.and_then(|left| left.checked_sub(1));
        self.is_some()
    }
}

/// A sheet that keeps what is written on it.
#[derive(Default)]
pub(super) struct Page {
    pub(super) look: Look,
    lines: Mutex<Vec<String>>,
    beside: Mutex<Vec<String>>,
}

impl Page {
    pub(super) fn of_a_terminal() -> Self {
        Self { look: Look { is_terminal: true, is_coloured: false }, ..Self::default() }
    }

    pub(super) fn text(&self) -> String {
        self.lines.lock().unwrap().join("\n")
    }

    /// Progress and problems.
    pub(super) fn beside(&self) -> Vec<String> {
        self.beside.lock().unwrap().clone()
    }
}

impl Sheet for Page {
    fn line(&self, text: &str) {
        self.lines.lock().unwrap().push(text.to_owned());
    }

    fn problem(&self, text: &str) {
        self.beside.lock().unwrap().push(text.to_owned());
    }

    fn progress(&self, text: &str) {
        self.beside.lock().unwrap().push(text.to_owned());
    }

    fn look(&self) -> Look {
        self.look
    }
}

pub(super) const APPLICATION: &str = "01900000-0000-7000-8000-000000000001";
pub(super) const CONNECTION: &str = "01900000-0000-7000-8000-000000000002";

/// A connection in `state`, proven or not.
pub(super) fn connection(state: &str, is_proven: bool) -> Value {
    let waiting_for = if is_proven { "nobody" } else { "customer" };
    json!({
        "id": CONNECTION, "application_id": APPLICATION, "hostname": "shop.customer.com", "hostname_unicode": "shop.customer.com",
        "state": state, "takeover": false, "proof": is_proven.then(|| json!({"method": "acme_cname"})),
        "ownership_proofs": [
            {"method": "txt", "name": "_customdomain-challenge.shop.customer.com", "type": "TXT", "value": "cd-verify-x",
             "propagated": null, "observed_value": null},
            {"method": "acme_cname", "name": "_acme-challenge.shop.customer.com", "type": "CNAME", "value": "t0ken.acme.saas.example",
             "propagated": is_proven, "observed_value": null},
        ],
        "dns_records": [{"host": "shop.customer.com", "type": "CNAME", "value": "edge.saas.example", "ttl": 300, "propagated": is_proven,
                         "observed_value": null}],
        "explanation": {"sentence": format!("It is {state}."), "waiting_for": waiting_for},
        "created_at": "2026-01-01T00:00:00Z", "state_since": "2026-01-02T03:04:05.678Z", "what_comes_later": 1,
    })
}

/// A refusal of the API.
pub(super) fn refusal(code: &str, details: Value) -> Value {
    json!({"error": {"code": code, "message": format!("It is refused: {code}."), "ref": "r-1", "details": details}})
}
