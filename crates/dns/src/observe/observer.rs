//! The observer: one question in, everybody's reply out.

use super::ask::{Asker, QuestionKind};
use super::authority::{Directory, Lost, Zone};
use super::message::Question;
use super::reading::{Reading, Referral, Witness, read, record_type};
use super::resolv_conf;
use super::settings::ObserverSettings;
use crate::name;
use futures_util::future::join_all;
use hickory_proto::op::Message;
use nameplate_domain::evidence::{Answer, QueryType, Reply, Server, Sighting, Unanswered, Vantage};
use nameplate_domain::public_address::is_public;
use nameplate_domain::time::Clock;
use nameplate_domain::timings::Histogram;
use std::fmt;
use std::io;
use std::net::{Ipv6Addr, SocketAddr, UdpSocket};
use std::sync::Arc;
use tokio::time::Instant;

/// Where the system keeps its resolvers.
const RESOLV_CONF: &str = "/etc/resolv.conf";
/// Aliases followed from zone to zone.
const HOPS_MAX: usize = 8;
/// Delegations followed down for one question.
const REFERRALS_MAX: usize = 8;
/// Tries over UDP for each server.
const TRIES: u32 = 2;
/// An address that is surely far away (b.root-servers.net); nothing is sent to it.
const FAR_IPV6: Ipv6Addr = Ipv6Addr::new(0x2801, 0x1b8, 0x10, 0, 0, 0, 0, 0xb);

/// Why there can be no observer.
#[derive(Debug, thiserror::Error)]
pub enum ObserverError {
    /// No resolvers were given, and the system's cannot be read.
    #[error("cannot read the system's resolvers from {RESOLV_CONF}")]
    ResolvConf(#[source] io::Error),
    /// No resolvers were given, and the system has none.
    #[error("no resolvers are configured and {RESOLV_CONF} names none")]
    NoResolvers,
}

/// Asks DNS. Cheap to clone: clones share what they remember and their limits.
#[derive(Clone)]
pub struct Observer {
    shared: Arc<Shared>,
}

struct Shared {
    settings: ObserverSettings,
    resolvers: Vec<SocketAddr>,
    clock: Arc<dyn Clock>,
    asker: Arc<Asker>,
    directory: Directory,
}

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Observer").field("settings", &self.shared.settings).finish_non_exhaustive()
    }
}

/// What was told about one name, before aliases are followed elsewhere.
struct Look {
    zone: Option<String>,
    told: Vec<Told>,
}

#[derive(Clone)]
struct Told {
    reply: Reply,
    continues_at: Option<String>,
}

struct Heard {
    server: Server,
    outcome: Result<Reading, Unanswered>,
    at: nameplate_domain::time::Timestamp,
}

impl Observer {
    /// Nothing is sent yet; the system's resolvers are read when none are given.
    ///
    /// # Errors
    ///
    /// When there is no resolver.
    pub fn new(settings: ObserverSettings, clock: Arc<dyn Clock>) -> Result<Self, ObserverError> {
        let resolvers = if settings.resolvers.is_empty() {
            resolv_conf::nameservers(&std::fs::read_to_string(RESOLV_CONF).map_err(ObserverError::ResolvConf)?)
        } else {
            settings.resolvers.clone()
        };
        if resolvers.is_empty() {
            return Err(ObserverError::NoResolvers);
        }
        let asker = Arc::new(Asker::new(&settings, resolvers.clone()));
        let directory =
            Directory::new(Arc::clone(&asker), resolvers.clone(), has_way_to_ipv6(), settings.zone_cache_ttl_max);
        Ok(Self { shared: Arc::new(Shared { settings, resolvers, clock, asker, directory }) })
    }

    /// How long questions took so far, by resolver and outcome; those to servers of zones together.
    #[must_use]
    pub fn timings(&self) -> Vec<(QuestionKind, Histogram)> {
        self.shared.asker.timings()
    }

    /// Asks every server of the zone that owns `name` (or every resolver, when they are to be believed). Never fails: what went wrong
    /// stands in the replies. Takes no longer than the deadline. Aliases are read as far as the zone reaches.
    pub async fn observe(&self, name: &str, qtype: QueryType) -> Sighting {
        let until = self.until();
        let name = name::canonical(name);
        let look = self.shared.look(&name, qtype, until).await;
        sighting(name, qtype, look)
    }

    /// Like [`Observer::observe`], and then goes on where an alias leaves the zone: each reply gets the aliases and values that the
    /// target's own servers tell. Stops before what a name in `stop_at` leads to, since reaching it is all that matters.
    ///
    /// When the target's servers disagree, a reply appears once for each of their answers; when none of them answers, neither is this
    /// reply an answer, and says to where it led. Aliases in a circle are an answer without values; more than eight zones in a row are
    /// not followed.
    pub async fn follow(&self, name: &str, qtype: QueryType, stop_at: &[&str]) -> Sighting {
        let until = self.until();
        let name = name::canonical(name);
        let stop_at: Vec<String> = stop_at.iter().map(|stop| name::canonical(stop)).collect();
        let Look { zone, told } = self.shared.look(&name, qtype, until).await;
        let mut settled = Vec::new();
        let mut open = told;
        for _ in 0..HOPS_MAX {
            let (going, done): (Vec<_>, Vec<_>) = open.into_iter().partition(|told| told.goes_on(&stop_at));
            settled.extend(done);
            open = self.shared.one_hop(going, &name, qtype, until).await;
            if open.is_empty() {
                break;
            }
        }
        settled.extend(open.into_iter().map(|told| told.given_up_unless_settled(&stop_at)));
        sighting(name, qtype, Look { zone, told: settled })
    }

    /// The same question at each configured resolver, for telling how far a change has spread. No replies when the resolvers are the
    /// system's own, which nobody has named as vantage points.
    pub async fn observe_resolvers(&self, name: &str, qtype: QueryType) -> Sighting {
        let until = self.until();
        let name = name::canonical(name);
        if self.shared.settings.resolvers.is_empty() {
            return Sighting { name, qtype, zone: None, replies: Vec::new() };
        }
        let look = self.shared.look_at_resolvers(&name, qtype, until).await;
        sighting(name, qtype, look)
    }

    /// The zone that owns `name`, and its servers, as the resolvers tell it.
    ///
    /// # Errors
    ///
    /// When the way there is not found; whether the name exists stays unknown.
    pub async fn zone_of(&self, name: &str) -> Result<Zone, Unanswered> {
        let zone = self.shared.directory.zone_of(&name::canonical(name), self.until()).await;
        zone.map(Arc::unwrap_or_clone).map_err(|lost| lost.why)
    }

    /// Drops what is remembered about the zone of `name` and its servers, so that the next observation finds its way anew.
    pub async fn forget(&self, name: &str) {
        self.shared.directory.forget(&name::canonical(name)).await;
    }

    pub(super) fn resolvers(&self) -> &[SocketAddr] {
        &self.shared.resolvers
    }

    pub(super) async fn ask_resolver(
        &self,
        resolver: SocketAddr,
        question: &Question,
        until: Instant,
    ) -> Result<Message, Unanswered> {
        self.shared.asker.ask(resolver, question, TRIES, until).await
    }

    pub(super) fn until(&self) -> Instant {
        Instant::now() + self.shared.settings.deadline
    }
}

impl Shared {
    /// Asks whoever is to be believed about one name.
    async fn look(&self, name: &str, qtype: QueryType, until: Instant) -> Look {
        if !self.settings.authoritative {
            return self.look_at_resolvers(name, qtype, until).await;
        }
        let Some(question) = Question::new(name, record_type(qtype), false) else { return self.no_such_question(name) };
        let mut zone = match self.directory.zone_of(name, until).await {
            Ok(zone) => zone,
            Err(Lost { resolver, why }) => {
                let server = Server { name: None, address: Some(resolver), vantage: Vantage::Resolver };
                return Look { zone: None, told: vec![self.hear(server, Err(why)).into_told()] };
            }
        };
        for _ in 0..REFERRALS_MAX {
            let heard = self.ask_zone(&zone, &question, until).await;
            let Some(referral) = merged_referral(&heard) else {
                if heard.iter().all(|heard| matches!(heard.outcome, Err(Unanswered::Lame | Unanswered::Refused))) {
                    // The zone may have moved since its servers were looked up.
                    self.directory.forget(name).await;
                }
                return Look { zone: Some(zone.name.clone()), told: heard.into_iter().map(Heard::into_told).collect() };
            };
            zone = self.directory.follow_referral(name, referral, until).await;
        }
        let server = Server { name: None, address: None, vantage: Vantage::Authoritative };
        Look { zone: Some(zone.name.clone()), told: vec![self.hear(server, Err(Unanswered::Lame)).into_told()] }
    }

    async fn look_at_resolvers(&self, name: &str, qtype: QueryType, until: Instant) -> Look {
        let Some(question) = Question::new(name, record_type(qtype), true) else { return self.no_such_question(name) };
        let asking = self.resolvers.iter().map(|resolver| {
            let server = Server { name: None, address: Some(*resolver), vantage: Vantage::Resolver };
            (server, *resolver)
        });
        let heard = self.ask_all(asking.collect(), &question, Witness::Resolver, until).await;
        Look { zone: None, told: heard.into_iter().map(Heard::into_told).collect() }
    }

    /// Asks every address of every server of the zone, each address once.
    async fn ask_zone(&self, zone: &Zone, question: &Question, until: Instant) -> Vec<Heard> {
        let mut asking: Vec<(Server, SocketAddr)> = Vec::new();
        let mut heard = Vec::new();
        for server in &zone.servers {
            let at = |address| Server { name: Some(server.name.clone()), address, vantage: Vantage::Authoritative };
            if server.addresses.is_empty() {
                let why = Unanswered::NoServers("its name has no address that could be found".into());
                heard.push(self.hear(at(None), Err(why)));
            }
            for address in &server.addresses {
                let socket = SocketAddr::new(*address, self.settings.authoritative_port);
                if !self.settings.allow_private_servers && !is_public(*address) {
                    let why = Unanswered::Unreachable("private address".into());
                    heard.push(self.hear(at(Some(socket)), Err(why)));
                } else if asking.iter().all(|(_, asked)| *asked != socket) {
                    asking.push((at(Some(socket)), socket));
                }
            }
        }
        heard.extend(self.ask_all(asking, question, Witness::Zone(&zone.name), until).await);
        without_needless_ipv6_failures(heard)
    }

    /// Asks all at once. Those known to be silent are only asked when nobody else has an answer; otherwise they are reported as
    /// silent without waiting.
    async fn ask_all(
        &self,
        asking: Vec<(Server, SocketAddr)>,
        question: &Question,
        witness: Witness<'_>,
        until: Instant,
    ) -> Vec<Heard> {
        let ask = async |(server, address): (Server, SocketAddr)| {
            let reply = self.asker.ask(address, question, TRIES, until).await;
            self.hear(server, reply.and_then(|reply| read(&reply, question, witness)))
        };
        let (silent, awake): (Vec<_>, Vec<_>) =
            asking.into_iter().partition(|(_, address)| self.asker.is_silent(*address));
        let mut heard = join_all(awake.into_iter().map(ask)).await;
        if heard.iter().any(|heard| heard.outcome.is_ok()) {
            heard.extend(silent.into_iter().map(|(server, _)| self.hear(server, Err(Unanswered::Timeout))));
        } else {
            heard.extend(join_all(silent.into_iter().map(ask)).await);
        }
        heard
    }

    /// Goes on where aliases lead: each target is looked at once, and each reply becomes one or more that reach further.
    async fn one_hop(&self, going: Vec<Told>, name: &str, qtype: QueryType, until: Instant) -> Vec<Told> {
        let mut targets: Vec<&str> = going.iter().filter_map(|told| told.continues_at.as_deref()).collect();
        targets.sort_unstable();
        targets.dedup();
        // Boxed, since a look is large and hops are rare.
        let looks = join_all(targets.iter().map(|target| Box::pin(self.look(target, qtype, until)))).await;
        let mut further = Vec::new();
        for told in &going {
            let found = targets.iter().zip(&looks).find(|(target, _)| told.continues_at.as_deref() == Some(**target));
            if let Some((_, look)) = found {
                further.extend(told.extended(look, name));
            }
        }
        further
    }

    fn no_such_question(&self, name: &str) -> Look {
        let server = Server { name: None, address: None, vantage: Vantage::Authoritative };
        let why = Unanswered::NoServers(format!("{name:?} is not a name that DNS can carry"));
        Look { zone: None, told: vec![self.hear(server, Err(why)).into_told()] }
    }

    fn hear(&self, server: Server, outcome: Result<Reading, Unanswered>) -> Heard {
        Heard { server, outcome, at: self.clock.now() }
    }
}

impl Heard {
    fn into_told(self) -> Told {
        let (outcome, continues_at) = match self.outcome {
            Ok(Reading::Answer { answer, continues_at }) => (Ok(answer), continues_at),
            Ok(Reading::Referral(_)) => (Err(Unanswered::Lame), None),
            Err(why) => (Err(why), None),
        };
        Told { reply: Reply { server: self.server, at: self.at, outcome }, continues_at }
    }
}

impl Told {
    fn goes_on(&self, stop_at: &[String]) -> bool {
        let Ok(answer) = &self.reply.outcome else { return false };
        self.continues_at.is_some() && !answer.aliases.iter().any(|alias| stop_at.contains(alias))
    }

    /// This reply with what is told at its target.
    fn extended(&self, look: &Look, name: &str) -> Vec<Told> {
        let Ok(so_far) = &self.reply.outcome else { return vec![self.clone()] };
        let mut further: Vec<Told> = Vec::new();
        for told in &look.told {
            let Ok(more) = &told.reply.outcome else { continue };
            let circle = more.aliases.iter().any(|alias| alias == name || so_far.aliases.contains(alias));
            let answer = Answer {
                aliases: so_far.aliases.iter().chain(&more.aliases).cloned().collect(),
                values: more.values.clone(),
                ttl: [so_far.ttl, more.ttl].into_iter().flatten().min(),
                no_such_name: false,
            };
            if further.iter().any(|told| told.reply.outcome.as_ref() == Ok(&answer)) {
                continue;
            }
            let reply = Reply { outcome: Ok(answer), ..self.reply.clone() };
            further.push(Told { reply, continues_at: told.continues_at.clone().filter(|_| !circle) });
        }
        if further.is_empty() {
            further.extend(self.lost_beyond(look));
        }
        further
    }

    /// That the alias which this reply ends with leads to where nobody answers.
    fn lost_beyond(&self, look: &Look) -> Option<Told> {
        let failed =
            look.told.iter().find_map(|told| told.reply.outcome.as_ref().err().map(|why| (&told.reply.server, why)));
        let (so_far, (server, why)) = (self.reply.outcome.as_ref().ok()?, failed?);
        let alias = so_far.aliases.first()?.clone();
        let why = Unanswered::Beyond { alias, why: format!("{server} {why}") };
        Some(Told { reply: Reply { outcome: Err(why), ..self.reply.clone() }, continues_at: None })
    }

    fn given_up_unless_settled(self, stop_at: &[String]) -> Told {
        if !self.goes_on(stop_at) {
            return self;
        }
        let why = Unanswered::Malformed(format!("more than {HOPS_MAX} aliases from zone to zone"));
        Told { reply: Reply { outcome: Err(why), ..self.reply }, continues_at: None }
    }
}

fn sighting(name: String, qtype: QueryType, look: Look) -> Sighting {
    Sighting { name, qtype, zone: look.zone, replies: look.told.into_iter().map(|told| told.reply).collect() }
}

/// The delegation that the servers refer to, with every server that any of them names.
fn merged_referral(heard: &[Heard]) -> Option<Referral> {
    let mut merged: Option<Referral> = None;
    for heard in heard {
        let Ok(Reading::Referral(referral)) = &heard.outcome else { continue };
        match &mut merged {
            None => merged = Some(referral.clone()),
            Some(merged) if merged.zone == referral.zone => {
                for (server, glue) in &referral.servers {
                    if merged.servers.iter().all(|(known, _)| known != server) {
                        merged.servers.push((server.clone(), glue.clone()));
                    }
                }
            }
            Some(_) => {}
        }
    }
    merged
}

/// An IPv6 address that cannot be reached from here says nothing about a server that answered on IPv4.
fn without_needless_ipv6_failures(heard: Vec<Heard>) -> Vec<Heard> {
    let is_ipv4 = |server: &Server| server.address.is_some_and(|address| address.is_ipv4());
    let answered_on_ipv4: Vec<String> = heard
        .iter()
        .filter(|heard| heard.outcome.is_ok() && is_ipv4(&heard.server))
        .filter_map(|heard| heard.server.name.clone())
        .collect();
    let needless = |heard: &Heard| {
        matches!(heard.outcome, Err(Unanswered::Timeout | Unanswered::Unreachable(_)))
            && heard.server.address.is_some_and(|address| address.is_ipv6())
            && heard.server.name.as_ref().is_some_and(|name| answered_on_ipv4.contains(name))
    };
    heard.into_iter().filter(|heard| !needless(heard)).collect()
}

/// Whether the system would know where to send a packet for the IPv6 internet.
fn has_way_to_ipv6() -> bool {
    UdpSocket::bind((Ipv6Addr::UNSPECIFIED, 0)).and_then(|socket| socket.connect((FAR_IPV6, 53))).is_ok()
}
