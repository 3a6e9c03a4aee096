//! Stripe after its documentation (<https://docs.stripe.com/api>), as far as the adapter goes.

use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex};

pub(crate) const SECRET_KEY: &str = "sk_test_canary_secret_key";

type Fields = BTreeMap<String, String>;

#[derive(Default)]
pub(crate) struct Account {
    pub(crate) customers: BTreeMap<String, Fields>,
    pub(crate) subscriptions: BTreeMap<String, Value>,
    pub(crate) checkouts: Vec<Fields>,
    pub(crate) portals: Vec<Fields>,
    /// Answers under an idempotency key: the same key with other parameters is an error.
    keys: HashMap<String, (Fields, Value)>,
    /// Statuses that the next requests get instead of an answer; 0 for an answer that is carried out and lost.
    pub(crate) faults: VecDeque<u16>,
    made: u32,
}

#[derive(Clone, Default)]
pub(crate) struct Simulator {
    pub(crate) account: Arc<Mutex<Account>>,
}

fn refused(status: u16, kind: &str, code: &str, param: &str) -> Response {
    let error = json!({"error": {"type": kind, "code": code, "param": param,
        "message": format!("{param}: canary words that quote {SECRET_KEY}")}});
    (StatusCode::from_u16(status).unwrap(), [("request-id", "req_1")], Json(error)).into_response()
}

fn missing(param: &str) -> Response {
    refused(400, "invalid_request_error", "parameter_missing", param)
}

impl Simulator {
    pub(crate) async fn start(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let routes = Router::new()
            .route("/v1/customers", post(customer))
            .route("/v1/checkout/sessions", post(checkout))
            .route("/v1/billing_portal/sessions", post(portal))
            .route("/v1/subscriptions/{id}", get(subscription).delete(cancel))
            .with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        format!("http://{addr}")
    }

    /// What every request goes through: the key, the version, and what goes wrong.
    fn enter(&self, headers: &HeaderMap) -> Result<(), Response> {
        let shown = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
        if shown != format!("Bearer {SECRET_KEY}") {
            return Err(refused(401, "invalid_request_error", "api_key_invalid", ""));
        }
        assert_eq!(headers.get("stripe-version").unwrap(), "2024-06-20");
        let mut account = self.account.lock().unwrap();
        match account.faults.front().copied() {
            Some(0) | None => Ok(()),
            Some(status) => {
                account.faults.pop_front();
                Err(refused(status, "api_error", "fault", ""))
            }
        }
    }

    /// A POST under an idempotency key: carried out once.
    fn once(
        &self,
        headers: &HeaderMap,
        fields: &Fields,
        make: impl FnOnce(&mut Account) -> Result<Value, Response>,
    ) -> Response {
        if let Err(refused) = self.enter(headers) {
            return refused;
        }
        let key = headers.get("idempotency-key").map(|key| key.to_str().unwrap().to_owned());
        let mut account = self.account.lock().unwrap();
        if let Some((before, answer)) = key.as_ref().and_then(|key| account.keys.get(key)) {
            return match before == fields {
                true => Json(answer.clone()).into_response(),
                false => refused(400, "idempotency_error", "idempotency_key_in_use", ""),
            };
        }
        let answer = match make(&mut account) {
            Ok(answer) => answer,
            Err(refused) => return refused,
        };
        if let Some(key) = key {
            account.keys.insert(key, (fields.clone(), answer.clone()));
        }
        if account.faults.front() == Some(&0) {
            account.faults.pop_front();
            return refused(500, "api_error", "lost", "");
        }
        Json(answer).into_response()
    }

    /// A subscription of a customer, as if Checkout was completed; gives its identifier.
    pub(crate) fn pays(&self, customer: &str, price: &str, created: i64) -> String {
        let mut account = self.account.lock().unwrap();
        account.made += 1;
        let id = format!("sub_{:04}", account.made);
        let item = json!({"id": format!("si_{}", account.made), "object": "subscription_item", "quantity": 1,
            "price": {"id": price, "object": "price"}});
        let subscription = json!({"id": id, "object": "subscription", "customer": customer, "status": "active",
            "created": created, "cancel_at_period_end": false, "items": {"object": "list", "data": [item]}});
        account.subscriptions.insert(id.clone(), subscription);
        id
    }

    pub(crate) fn set(&self, subscription: &str, field: &str, value: Value) {
        self.account.lock().unwrap().subscriptions.get_mut(subscription).unwrap()[field] = value;
    }

    pub(crate) fn object(&self, subscription: &str) -> Value {
        self.account.lock().unwrap().subscriptions[subscription].clone()
    }

    pub(crate) fn fails(&self, statuses: &[u16]) {
        self.account.lock().unwrap().faults.extend(statuses);
    }
}

async fn customer(State(stripe): State<Simulator>, headers: HeaderMap, Form(fields): Form<Fields>) -> Response {
    stripe.once(&headers, &fields, |account| {
        account.made += 1;
        let id = format!("cus_{:04}", account.made);
        account.customers.insert(id.clone(), fields.clone());
        Ok(json!({"id": id, "object": "customer", "name": fields.get("name")}))
    })
}

async fn checkout(State(stripe): State<Simulator>, headers: HeaderMap, Form(fields): Form<Fields>) -> Response {
    stripe.once(&headers, &fields, |account| {
        for wanted in ["mode", "customer", "line_items[0][price]", "line_items[0][quantity]", "success_url"] {
            fields.get(wanted).ok_or_else(|| missing(wanted))?;
        }
        if !account.customers.contains_key(&fields["customer"]) {
            return Err(refused(400, "invalid_request_error", "resource_missing", "customer"));
        }
        if !fields["line_items[0][price]"].starts_with("price_") {
            return Err(refused(400, "invalid_request_error", "resource_missing", "line_items[0][price]"));
        }
        account.checkouts.push(fields.clone());
        let id = format!("cs_test_{}", account.checkouts.len());
        Ok(json!({"id": id, "object": "checkout.session", "status": "open", "mode": fields["mode"],
            "url": format!("https://checkout.stripe.com/c/pay/{id}")}))
    })
}

async fn portal(State(stripe): State<Simulator>, headers: HeaderMap, Form(fields): Form<Fields>) -> Response {
    stripe.once(&headers, &fields, |account| {
        let customer = fields.get("customer").ok_or_else(|| missing("customer"))?;
        if !account.customers.contains_key(customer) {
            return Err(refused(400, "invalid_request_error", "resource_missing", "customer"));
        }
        if fields.get("flow_data[type]").is_some_and(|kind| kind == "subscription_update_confirm") {
            let inner = "flow_data[subscription_update_confirm]";
            for wanted in ["[subscription]", "[items][0][id]", "[items][0][price]"] {
                fields.get(&format!("{inner}{wanted}")).ok_or_else(|| missing(wanted))?;
            }
        }
        account.portals.push(fields.clone());
        let id = format!("bps_{}", account.portals.len());
        Ok(json!({"id": id, "object": "billing_portal.session", "url": format!("https://billing.stripe.com/p/session/{id}")}))
    })
}

async fn subscription(State(stripe): State<Simulator>, headers: HeaderMap, Path(id): Path<String>) -> Response {
    if let Err(refused) = stripe.enter(&headers) {
        return refused;
    }
    match stripe.account.lock().unwrap().subscriptions.get(&id) {
        Some(found) => Json(found.clone()).into_response(),
        None => refused(404, "invalid_request_error", "resource_missing", "id"),
    }
}

async fn cancel(State(stripe): State<Simulator>, headers: HeaderMap, Path(id): Path<String>) -> Response {
    if let Err(refused) = stripe.enter(&headers) {
        return refused;
    }
    match stripe.account.lock().unwrap().subscriptions.get_mut(&id) {
        Some(found) if found["status"] != "canceled" => {
            found["status"] = json!("canceled");
            Json(found.clone()).into_response()
        }
        _ => refused(404, "invalid_request_error", "resource_missing", "id"),
    }
}
