//! Which zone owns a name, and where its servers are.
//!
//! The resolvers are asked for the way there, never for the proof itself:
//!
//! 1. SOA of the name: its owner, in the answer or beside "there is none", is the zone (RFC 2308). When the name is an alias the SOA
//!    belongs to the target, and when the resolver fails it belongs to nobody: then the same one label up. A zone found too high costs
//!    nothing, because its servers refer to the child (and so a delegation that the resolver does not know yet is found);
//! 2. NS of the zone;
//! 3. addresses of each server.
//!
//! All three are remembered, for no longer than their TTL and a limit; who asks for what somebody else is just finding waits for that.

use super::ask::Asker;
use super::message::Question;
use super::reading::{Reading, Referral, Witness, check_code, read};
use crate::name;
use futures_util::future::join_all;
use hickory_proto::op::Message;
use hickory_proto::rr::{RData, RecordType};
use moka::Expiry;
use moka::future::Cache;
use nameplate_domain::evidence::Unanswered;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant as StdInstant};
use tokio::time::Instant;

/// Names, zones and servers remembered, each.
const REMEMBERED_MAX: u64 = 100_000;
/// Servers asked of one zone; more would let a zone multiply our packets (as in NXNSAttack). The root has 13.
const SERVERS_MAX: usize = 13;
/// Addresses asked of one server, of each family.
const ADDRESSES_MAX: usize = 4;
/// How long something is remembered that was found past a failure.
const REMEMBERED_PAST_FAILURE: Duration = Duration::from_secs(1);
/// Labels of a name at most (RFC 1035: 255 octets, two for each label and its length).
const LABELS_MAX: usize = 127;

/// A zone and its servers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Zone {
    /// Its name: lower case, no trailing dot; the root is empty.
    pub name: String,
    /// Its servers, ordered by name.
    pub servers: Vec<NameServer>,
}

/// A server of a zone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NameServer {
    /// Its name in the NS set.
    pub name: String,
    /// Its addresses; empty when none could be found.
    pub addresses: Vec<IpAddr>,
}

/// The way to a zone was not found: which resolver was asked last, and what came.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Lost {
    pub(super) resolver: SocketAddr,
    pub(super) why: Unanswered,
}

/// Finds zones and their servers.
#[derive(Debug)]
pub(super) struct Directory {
    asker: Arc<Asker>,
    resolvers: Vec<SocketAddr>,
    ipv6: bool,
    ttl_max: Duration,
    apexes: Cache<String, Kept<Arc<str>>>,
    zones: Cache<String, Kept<Arc<Zone>>>,
    addresses: Cache<String, Kept<Arc<[IpAddr]>>>,
}

#[derive(Clone, Debug)]
struct Kept<T> {
    value: T,
    ttl: Duration,
}

struct ByTtl;

impl<T> Expiry<String, Kept<T>> for ByTtl {
    fn expire_after_create(&self, _: &String, kept: &Kept<T>, _: StdInstant) -> Option<Duration> {
        Some(kept.ttl)
    }

    fn expire_after_update(&self, _: &String, kept: &Kept<T>, _: StdInstant, _: Option<Duration>) -> Option<Duration> {
        Some(kept.ttl)
    }
}

fn remembered<T: Clone + Send + Sync + 'static>() -> Cache<String, Kept<T>> {
    Cache::builder().max_capacity(REMEMBERED_MAX).expire_after(ByTtl).build()
}

impl Directory {
    /// `resolvers` is not empty; `ipv6` says whether this machine has a way to IPv6 servers.
    pub(super) fn new(asker: Arc<Asker>, resolvers: Vec<SocketAddr>, ipv6: bool, ttl_max: Duration) -> Self {
        Self { asker, resolvers, ipv6, ttl_max, apexes: remembered(), zones: remembered(), addresses: remembered() }
    }

    /// The zone that owns `name`, with its servers.
    pub(super) async fn zone_of(&self, name: &str, until: Instant) -> Result<Arc<Zone>, Lost> {
        let host = host_part(name);
        let apex = self
            .apexes
            .try_get_with_by_ref(host, self.find_apex(host, until))
            .await
            .map_err(|lost| Lost::clone(&lost))?
            .value;
        let zone = self.zones.try_get_with_by_ref(apex.as_ref(), self.find_zone(&apex, until)).await;
        Ok(zone.map_err(|lost| Lost::clone(&lost))?.value)
    }

    /// The child zone that a server of its parent referred to when asked about `name`.
    pub(super) async fn follow_referral(&self, name: &str, referral: Referral, until: Instant) -> Arc<Zone> {
        let ttl = self.limit(referral.ttl);
        let servers = referral.servers.into_iter().take(SERVERS_MAX).map(async |(server, glue)| {
            let addresses =
                if glue.is_empty() { self.addresses_of(&server, until).await.unwrap_or_default() } else { glue };
            NameServer { name: server, addresses }
        });
        let zone = Arc::new(Zone { name: referral.zone, servers: join_all(servers).await });
        let apex = Kept { value: Arc::from(zone.name.as_str()), ttl };
        self.apexes.insert(host_part(name).to_owned(), apex).await;
        self.zones.insert(zone.name.clone(), Kept { value: Arc::clone(&zone), ttl }).await;
        zone
    }

    /// Drops what is remembered on the way to `name`.
    pub(super) async fn forget(&self, name: &str) {
        let host = host_part(name);
        self.apexes.invalidate(host).await;
        let mut at = Some(host);
        while let Some(zone) = at {
            if let Some(kept) = self.zones.remove(zone).await {
                for server in &kept.value.servers {
                    self.addresses.invalidate(&server.name).await;
                }
                return;
            }
            at = name::parent(zone);
        }
    }

    /// Asks the resolvers in turn until one can say something; silent ones last.
    async fn resolve(&self, name: &str, qtype: RecordType, until: Instant) -> Result<Message, Lost> {
        let Some(question) = Question::new(name, qtype, true) else {
            let why = Unanswered::NoServers(format!("{name:?} is not a name that DNS can carry"));
            return Err(Lost { resolver: self.resolvers[0], why });
        };
        let tries = if self.resolvers.len() > 1 { 1 } else { 2 };
        let (silent, awake): (Vec<_>, Vec<_>) =
            self.resolvers.iter().copied().partition(|resolver| self.asker.is_silent(*resolver));
        let mut lost = None;
        for resolver in awake.into_iter().chain(silent) {
            let told = self.asker.ask(resolver, &question, tries, until).await;
            match told.and_then(|reply| check_code(&reply).map(|()| reply)) {
                Ok(reply) => return Ok(reply),
                Err(why) => lost = Some(Lost { resolver, why }),
            }
            if Instant::now() >= until {
                break;
            }
        }
        Err(lost.unwrap_or(Lost { resolver: self.resolvers[0], why: Unanswered::Timeout }))
    }

    async fn find_apex(&self, host: &str, until: Instant) -> Result<Kept<Arc<str>>, Lost> {
        let mut at = host;
        let mut failed = None;
        for _ in 0..LABELS_MAX {
            match self.resolve(at, RecordType::SOA, until).await {
                Ok(reply) => {
                    if let Some((apex, ttl)) = owner_of_soa(&reply, at) {
                        let ttl =
                            if failed.is_some() { REMEMBERED_PAST_FAILURE.min(self.ttl_max) } else { self.limit(ttl) };
                        return Ok(Kept { value: Arc::from(apex), ttl });
                    }
                }
                Err(lost) if is_about_the_name(&lost.why) => failed = Some(lost),
                Err(lost) => return Err(lost),
            }
            let Some(above) = name::parent(at) else { break };
            at = above;
        }
        let why = Unanswered::NoServers(format!("no zone was found that owns {host}"));
        Err(failed.unwrap_or(Lost { resolver: self.resolvers[0], why }))
    }

    async fn find_zone(&self, apex: &str, until: Instant) -> Result<Kept<Arc<Zone>>, Lost> {
        let reply = self.resolve(apex, RecordType::NS, until).await?;
        let mut ttl = u32::MAX;
        let mut names: Vec<String> = reply
            .answers
            .iter()
            .filter(|record| name::text(&record.name) == apex)
            .filter_map(|record| match &record.data {
                RData::NS(server) => {
                    ttl = ttl.min(record.ttl);
                    Some(name::text(server))
                }
                _ => None,
            })
            .collect();
        if names.is_empty() {
            let why = Unanswered::NoServers(format!("the zone {apex} names no servers"));
            return Err(Lost { resolver: self.resolvers[0], why });
        }
        names.sort_unstable();
        names.dedup();
        names.truncate(SERVERS_MAX);
        let found = join_all(names.iter().map(|server| self.addresses_of(server, until))).await;
        let complete = found.iter().all(Result::is_ok);
        let servers = names
            .into_iter()
            .zip(found)
            .map(|(name, addresses)| NameServer { name, addresses: addresses.unwrap_or_default() })
            .collect();
        let ttl = if complete { self.limit(ttl) } else { REMEMBERED_PAST_FAILURE.min(self.ttl_max) };
        Ok(Kept { value: Arc::new(Zone { name: apex.to_owned(), servers }), ttl })
    }

    async fn addresses_of(&self, server: &str, until: Instant) -> Result<Vec<IpAddr>, Lost> {
        let kept = self.addresses.try_get_with_by_ref(server, self.find_addresses(server, until)).await;
        Ok(kept.map_err(|lost| Lost::clone(&lost))?.value.to_vec())
    }

    /// IPv6 addresses only where they can be used, or where there are no others.
    async fn find_addresses(&self, server: &str, until: Instant) -> Result<Kept<Arc<[IpAddr]>>, Lost> {
        let (mut found, mut ttl) = self.addresses_of_family(server, RecordType::A, until).await?;
        if self.ipv6 || found.is_empty() {
            match self.addresses_of_family(server, RecordType::AAAA, until).await {
                Ok((more, more_ttl)) => {
                    found.extend(more);
                    ttl = ttl.min(more_ttl);
                }
                Err(lost) if found.is_empty() => return Err(lost),
                Err(_) => ttl = 0,
            }
        }
        Ok(Kept { value: Arc::from(found), ttl: self.limit(ttl) })
    }

    async fn addresses_of_family(
        &self,
        server: &str,
        qtype: RecordType,
        until: Instant,
    ) -> Result<(Vec<IpAddr>, u32), Lost> {
        let reply = self.resolve(server, qtype, until).await?;
        let lost = |why| Lost { resolver: self.resolvers[0], why };
        let question = Question::new(server, qtype, true).ok_or_else(|| lost(Unanswered::Lame))?;
        let Reading::Answer { answer, .. } = read(&reply, &question, Witness::Resolver).map_err(lost)? else {
            return Ok((Vec::new(), 0));
        };
        let addresses = answer.values.iter().filter_map(|value| value.parse().ok()).take(ADDRESSES_MAX).collect();
        Ok((addresses, answer.ttl.unwrap_or(0)))
    }

    fn limit(&self, ttl_s: u32) -> Duration {
        Duration::from_secs(u64::from(ttl_s)).min(self.ttl_max)
    }
}

/// The name without the labels in front that name a purpose (`_acme-challenge`) or a wildcard: they are hardly ever zones, and
/// where they are the parent's servers refer to them.
fn host_part(name: &str) -> &str {
    let mut host = name;
    while host.starts_with('_') || host == "*" || host.starts_with("*.") {
        host = name::parent(host).unwrap_or_default();
    }
    host
}

/// Owner and TTL of the SOA that tells the zone of `at`; `None` when there is none, or it belongs to the target of an alias.
fn owner_of_soa(reply: &Message, at: &str) -> Option<(String, u32)> {
    let is_alias =
        reply.answers.iter().any(|record| record.record_type() == RecordType::CNAME && name::text(&record.name) == at);
    if is_alias {
        return None;
    }
    reply
        .answers
        .iter()
        .chain(&reply.authorities)
        .filter(|record| record.record_type() == RecordType::SOA)
        .map(|record| (name::text(&record.name), record.ttl))
        .find(|(owner, _)| name::is_within(at, owner))
}

/// Whether the resolver works and only this name is the trouble, so that the name above may do.
fn is_about_the_name(why: &Unanswered) -> bool {
    matches!(why, Unanswered::ServerFailure | Unanswered::Refused | Unanswered::OtherCode(_) | Unanswered::Lame)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_a_purpose_are_left_out_on_the_way_to_the_zone() {
        assert_eq!(host_part("_acme-challenge.app.customer.test"), "app.customer.test");
        assert_eq!(host_part("_a._b.*.customer.test"), "customer.test");
        assert_eq!(host_part("app._x.customer.test"), "app._x.customer.test");
        assert_eq!(host_part("_dmarc"), "");
    }
}
