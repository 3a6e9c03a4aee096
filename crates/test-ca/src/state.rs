//! Everything the authority remembers. Finished orders are forgotten soon; of certificates a small record stays.

use crate::chance::Chance;
use crate::keys::PublicKey;
use crate::limits::{Bucket, Buckets};
use crate::nonces::Nonces;
use crate::problem::Problem;
use crate::records::{ChallengeType, Counters, RenewalWindow};
use nameplate_domain::time::Timestamp;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

/// Finished orders that can still be looked at, with their certificates.
const FINISHED_ORDERS: usize = 4096;

/// A set of names counts as renewed when a certificate for it was issued within this time.
const RENEWAL_MEMORY: Duration = Duration::from_secs(120 * 86_400);

pub(crate) type Serial = [u8; 16];

pub(crate) struct Account {
    pub(crate) uri: String,
    pub(crate) key: Arc<PublicKey>,
    pub(crate) contacts: Vec<String>,
    pub(crate) is_deactivated: bool,
}

pub(crate) struct Order {
    pub(crate) account: u64,
    pub(crate) names: Vec<String>,
    pub(crate) authorizations: Vec<u64>,
    pub(crate) profile: String,
    /// The certificate it replaces, as the client wrote it and as a serial number.
    pub(crate) replaces: Option<(String, Serial)>,
    /// Which limits issuing draws from.
    pub(crate) standing: Standing,
    pub(crate) expires: Timestamp,
    pub(crate) outcome: Outcome,
}

/// What an order is to the limits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    New,
    /// The same names had a certificate lately: not counted per account and domain.
    SameNames,
    /// Replaces a certificate: not counted at all.
    Exempt,
}

pub(crate) enum Outcome {
    Open,
    Issued { chain_pem: String, processing_polls: u32 },
    Failed(Problem),
}

pub(crate) struct Authorization {
    pub(crate) account: u64,
    /// With `*.` for wildcards.
    pub(crate) name: String,
    pub(crate) token: String,
    pub(crate) expires: Timestamp,
    pub(crate) state: AuthorizationState,
    /// How many remembered orders have it.
    orders: u32,
}

pub(crate) enum AuthorizationState {
    Pending,
    Validating(ChallengeType),
    Valid { by: ChallengeType, at: Timestamp },
    Invalid { by: ChallengeType, problem: Problem },
    Deactivated,
}

/// A certificate, without its bytes.
pub(crate) struct Certificate {
    pub(crate) number: u64,
    pub(crate) names: Box<[Box<str>]>,
    pub(crate) not_before: Timestamp,
    pub(crate) not_after: Timestamp,
    pub(crate) issued_at: Timestamp,
    pub(crate) account: u64,
    pub(crate) profile: Arc<str>,
    /// SHA-256 of the DER.
    pub(crate) fingerprint: [u8; 32],
    pub(crate) replaced_by: Option<Serial>,
    /// The order that wants to replace it.
    pub(crate) replacing_order: Option<u64>,
    pub(crate) revoked_at: Option<Timestamp>,
    pub(crate) window: Option<RenewalWindow>,
}

pub(crate) struct State {
    pub(crate) chance: Chance,
    pub(crate) nonces: Nonces,
    pub(crate) accounts: HashMap<u64, Account>,
    /// By thumbprint.
    pub(crate) account_of_key: HashMap<String, u64>,
    pub(crate) orders: HashMap<u64, Order>,
    pub(crate) authorizations: HashMap<u64, Authorization>,
    pub(crate) certificates: HashMap<Serial, Certificate>,
    pub(crate) buckets: Buckets,
    pub(crate) paused: HashSet<(u64, String)>,
    pub(crate) counters: Counters,
    /// By profile, where it was changed since the start.
    pub(crate) lifetimes: HashMap<String, Duration>,
    /// When a certificate for a set of names was last issued.
    issued_sets: HashMap<[u8; 32], Timestamp>,
    issued_sets_sweep_at: usize,
    /// Valid authorizations by account and name, and until when they are reused.
    reusable: HashMap<(u64, String), (u64, Timestamp)>,
    reusable_by_age: VecDeque<(Timestamp, u64, String)>,
    open_by_age: VecDeque<(Timestamp, u64)>,
    finished: VecDeque<u64>,
    last_id: u64,
}

impl State {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            chance: Chance::new(seed),
            nonces: Nonces::default(),
            accounts: HashMap::new(),
            account_of_key: HashMap::new(),
            orders: HashMap::new(),
            authorizations: HashMap::new(),
            certificates: HashMap::new(),
            buckets: Buckets::default(),
            paused: HashSet::new(),
            counters: Counters::default(),
            lifetimes: HashMap::new(),
            issued_sets: HashMap::new(),
            issued_sets_sweep_at: 0,
            reusable: HashMap::new(),
            reusable_by_age: VecDeque::new(),
            open_by_age: VecDeque::new(),
            finished: VecDeque::new(),
            last_id: 0,
        }
    }

    /// A number that nothing else has.
    pub(crate) fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    /// A serial number: positive, and without leading zeros.
    pub(crate) fn next_serial(&mut self) -> Serial {
        let mut serial = self.chance.draw();
        serial[0] = serial[0] & 0x3f | 0x40;
        serial
    }

    /// An authorization of the account for the name: a valid one again, or a new one.
    pub(crate) fn authorization_for(&mut self, account: u64, name: &str, now: Timestamp, expires: Timestamp) -> u64 {
        if let Some((id, until)) = self.reusable.get(&(account, name.to_owned())).copied()
            && now < until
            && let Some(authorization) = self.authorizations.get_mut(&id)
        {
            authorization.orders += 1;
            self.counters.reused_authorizations += 1;
            return id;
        }
        let (id, token) = (self.next_id(), self.chance.token());
        let name = name.to_owned();
        let state = AuthorizationState::Pending;
        self.authorizations.insert(id, Authorization { account, name, token, expires, state, orders: 1 });
        id
    }

    /// Lets further orders of its account have this valid authorization.
    pub(crate) fn reuse_until(&mut self, id: u64, until: Timestamp) {
        if let Some(authorization) = self.authorizations.get(&id) {
            let name = authorization.name.clone();
            self.reusable_by_age.push_back((until, authorization.account, name.clone()));
            if let Some((older, _)) = self.reusable.insert((authorization.account, name), (id, until)) {
                self.forget_authorization_without_orders(older);
            }
        }
    }

    /// Ends the reuse of an authorization.
    pub(crate) fn stop_reuse(&mut self, account: u64, name: &str) {
        self.reusable.remove(&(account, name.to_owned()));
    }

    pub(crate) fn add_order(&mut self, order: Order) -> u64 {
        let id = self.next_id();
        self.open_by_age.push_back((order.expires, id));
        self.orders.insert(id, order);
        self.counters.orders += 1;
        id
    }

    /// Makes room: the order can still be looked at until many others have finished.
    pub(crate) fn finish_order(&mut self, id: u64) {
        self.finished.push_back(id);
        if self.finished.len() > FINISHED_ORDERS
            && let Some(old) = self.finished.pop_front()
        {
            self.forget_order(old);
        }
    }

    /// Whether a certificate for exactly these names was issued lately.
    pub(crate) fn was_issued_lately(&self, set: &[u8; 32], now: Timestamp) -> bool {
        self.issued_sets.get(set).is_some_and(|at| now.since(*at) < RENEWAL_MEMORY)
    }

    pub(crate) fn remember_set(&mut self, set: [u8; 32], now: Timestamp) {
        self.issued_sets.insert(set, now);
        if self.issued_sets.len() >= self.issued_sets_sweep_at.max(1024) {
            self.issued_sets.retain(|_, at| now.since(*at) < RENEWAL_MEMORY);
            self.issued_sets_sweep_at = self.issued_sets.len() * 2;
        }
    }

    /// Forgets what has expired.
    pub(crate) fn sweep(&mut self, now: Timestamp) {
        while self.open_by_age.front().is_some_and(|(expires, _)| *expires <= now) {
            if let Some((_, id)) = self.open_by_age.pop_front() {
                self.forget_order(id);
            }
        }
        while self.reusable_by_age.front().is_some_and(|(until, ..)| *until <= now) {
            let Some((until, account, name)) = self.reusable_by_age.pop_front() else { break };
            let key = (account, name);
            if let Some((id, known_until)) = self.reusable.get(&key).copied()
                && known_until <= until
            {
                self.reusable.remove(&key);
                self.forget_authorization_without_orders(id);
            }
        }
    }

    fn forget_order(&mut self, id: u64) {
        let Some(order) = self.orders.remove(&id) else { return };
        for id in order.authorizations {
            if let Some(authorization) = self.authorizations.get_mut(&id) {
                authorization.orders = authorization.orders.saturating_sub(1);
                let key = (authorization.account, authorization.name.clone());
                if self.reusable.get(&key).is_none_or(|(reused, _)| *reused != id) {
                    self.forget_authorization_without_orders(id);
                }
            }
        }
    }

    fn forget_authorization_without_orders(&mut self, id: u64) {
        if self.authorizations.get(&id).is_some_and(|authorization| authorization.orders == 0) {
            self.authorizations.remove(&id);
        }
    }

    /// Lets the names' accounts order again.
    pub(crate) fn unpause(&mut self, name: &str) {
        let paused: Vec<u64> = self.paused.iter().filter(|(_, of)| of == name).map(|(account, _)| *account).collect();
        for account in paused {
            self.paused.remove(&(account, name.to_owned()));
            self.buckets.fill(&Bucket::InARow(account, name.to_owned()));
        }
    }
}
