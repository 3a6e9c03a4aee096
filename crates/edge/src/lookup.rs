//! Addresses of hosts that this edge connects to, as the machine's resolver tells them.
//!
//! A datagram that is lost costs the resolver of the C library 5 s, and a resolver that is down tells nothing at all. So what was
//! heard last is remembered: an answer that is late, or none, does not keep visitors from an origin that was just reached.

use futures_util::future::{BoxFuture, FutureExt as _, Shared};
use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How long is waited for what.
#[derive(Clone, Copy)]
struct Patience {
    /// An answer that takes longer is late: what is remembered is used.
    late: Duration,
    /// A host without remembered addresses is waited for this long.
    first: Duration,
    /// After this long without an answer an address may be somebody else's.
    remembered_for: Duration,
}

/// `first` is as long as the C library needs when the first datagram to each of two name servers is lost, and a little.
const PATIENCE: Patience = Patience {
    late: Duration::from_millis(500),
    first: Duration::from_secs(12),
    remembered_for: Duration::from_secs(10 * 60),
};
/// Hosts that are remembered.
const HOSTS_MAX: u64 = 10_000;

pub(crate) type Addresses = Arc<[IpAddr]>;

/// What is asked: a host, for its addresses in the order in which they are to be tried.
type Resolver = Arc<dyn Fn(String) -> BoxFuture<'static, io::Result<Vec<IpAddr>>> + Send + Sync>;

/// Looks hosts up, each once at a time, and remembers what was heard.
#[derive(Clone)]
pub(crate) struct Lookup {
    resolver: Resolver,
    patience: Patience,
    heard: moka::sync::Cache<Box<str>, Heard>,
    asking: Arc<Mutex<HashMap<Box<str>, Asking>>>,
}

#[derive(Clone)]
struct Heard {
    addresses: Addresses,
    at: Instant,
}

#[derive(Clone)]
struct Asking {
    since: Instant,
    answer: Shared<BoxFuture<'static, Result<Addresses, Arc<io::Error>>>>,
}

impl Lookup {
    /// By the resolver of this machine.
    pub(crate) fn of_this_machine() -> Self {
        Self::by(
            Arc::new(|host| {
                async move { Ok(tokio::net::lookup_host((host, 0)).await?.map(|address| address.ip()).collect()) }
                    .boxed()
            }),
            PATIENCE,
        )
    }

    fn by(resolver: Resolver, patience: Patience) -> Self {
        Self { resolver, patience, heard: moka::sync::Cache::new(HOSTS_MAX), asking: Arc::default() }
    }

    /// At least one address.
    pub(crate) async fn addresses(&self, host: &str) -> io::Result<Addresses> {
        let asking = self.ask(host);
        let remembered = self.heard.get(host).filter(|heard| heard.at.elapsed() < self.patience.remembered_for);
        let wait = if remembered.is_some() { self.patience.late } else { self.patience.first };
        let why = match tokio::time::timeout_at(asking.since + wait, asking.answer).await {
            Ok(Ok(addresses)) => return Ok(addresses),
            Ok(Err(error)) => io::Error::new(error.kind(), error),
            Err(_elapsed) => {
                io::Error::new(io::ErrorKind::TimedOut, format!("the name was not looked up within {wait:?}"))
            }
        };
        let Some(heard) = remembered else { return Err(why) };
        tracing::debug!(server.address = host, error = %why, "A name cannot be looked up in time; what was heard last is used.");
        Ok(heard.addresses)
    }

    /// Begins to ask, unless that is under way.
    fn ask(&self, host: &str) -> Asking {
        let mut asking = self.asking.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(asking) = asking.get(host) {
            return asking.clone();
        }
        let this = self.clone();
        let name: Box<str> = host.into();
        // A task of its own: whoever stops waiting does not keep others from the answer.
        let task = tokio::spawn(async move {
            let answer = this.heard_now(&name).await;
            this.asking.lock().unwrap_or_else(PoisonError::into_inner).remove(&name);
            answer.map_err(Arc::new)
        });
        let answer = async move { task.await.unwrap_or_else(|ended| Err(Arc::new(io::Error::other(ended)))) };
        let begun = Asking { since: Instant::now(), answer: answer.boxed().shared() };
        asking.insert(host.into(), begun.clone());
        begun
    }

    async fn heard_now(&self, host: &str) -> io::Result<Addresses> {
        let addresses: Addresses = (self.resolver)(host.to_owned()).await?.into();
        if addresses.is_empty() {
            return Err(io::Error::new(io::ErrorKind::NotFound, "the name has no addresses"));
        }
        self.heard.insert(host.into(), Heard { addresses: Arc::clone(&addresses), at: Instant::now() });
        Ok(addresses)
    }
}

#[cfg(test)]
impl Lookup {
    /// One that knows these addresses of every host.
    pub(crate) fn telling(addresses: Vec<IpAddr>) -> Self {
        Self::by(Arc::new(move |_host| std::future::ready(Ok(addresses.clone())).boxed()), PATIENCE)
    }
}

/// For questions to the control plane: a fleet goes on hearing it while names cannot be looked up.
impl reqwest::dns::Resolve for Lookup {
    fn resolve(&self, name: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let this = self.clone();
        Box::pin(async move {
            let addresses = this.addresses(name.as_str()).await?;
            let sockets: Vec<SocketAddr> = addresses.iter().map(|address| (*address, 0).into()).collect();
            Ok(Box::new(sockets.into_iter()) as reqwest::dns::Addrs)
        })
    }
}

impl std::fmt::Debug for Lookup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Lookup")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

    /// A hundredth of what is waited for in earnest, nearly.
    const BRIEF: Patience = Patience {
        late: Duration::from_millis(50),
        first: Duration::from_millis(500),
        remembered_for: Duration::from_secs(60),
    };

    /// What the resolver does for each question in turn; the last goes on.
    #[derive(Clone, Copy)]
    enum Does {
        Tell(u8),
        TellAfter(u64, u8),
        Fail,
        Nothing,
    }
    use Does::{Fail, Nothing, Tell, TellAfter};

    fn scripted(patience: Patience, steps: &'static [Does]) -> (Lookup, Arc<AtomicU32>) {
        let asked = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&asked);
        let resolver: Resolver = Arc::new(move |_host| {
            let step = steps[(count.fetch_add(1, SeqCst) as usize).min(steps.len() - 1)];
            async move {
                match step {
                    Tell(last) => Ok(vec![IpAddr::from([192, 0, 2, last])]),
                    TellAfter(ms, last) => {
                        tokio::time::sleep(Duration::from_millis(ms)).await;
                        Ok(vec![IpAddr::from([192, 0, 2, last])])
                    }
                    Fail => Err(io::Error::other("Temporary failure in name resolution")),
                    Nothing => std::future::pending().await,
                }
            }
            .boxed()
        });
        (Lookup::by(resolver, patience), asked)
    }

    async fn last(lookup: &Lookup) -> u8 {
        match lookup.addresses("app.example").await.unwrap()[0] {
            IpAddr::V4(v4) => v4.octets()[3],
            IpAddr::V6(_) => unreachable!("only IPv4 is told here"),
        }
    }

    #[tokio::test]
    async fn what_is_told_in_time_is_used_at_once() {
        let (lookup, _) = scripted(PATIENCE, &[Tell(1), Tell(2)]);
        assert_eq!((last(&lookup).await, last(&lookup).await), (1, 2));
    }

    #[tokio::test]
    async fn instead_of_a_late_answer_the_last_one_is_used_until_it_comes() {
        let (lookup, asked) = scripted(BRIEF, &[Tell(1), TellAfter(2_000, 2), Nothing]);
        assert_eq!((last(&lookup).await, last(&lookup).await), (1, 1));
        assert_eq!(asked.load(SeqCst), 2, "the question goes on, and is not asked twice");
        lookup.ask("app.example").answer.await.unwrap();
        assert_eq!(last(&lookup).await, 2);
    }

    #[tokio::test]
    async fn while_a_question_is_late_nobody_waits_for_it_again() {
        let slow = Patience { late: Duration::from_secs(2), ..PATIENCE };
        let (lookup, asked) = scripted(slow, &[Tell(1), Nothing]);
        last(&lookup).await;
        let began = Instant::now();
        for _ in 0..20 {
            assert_eq!(last(&lookup).await, 1);
        }
        assert!(began.elapsed() < slow.late * 5, "twenty waited {:?}", began.elapsed());
        assert_eq!(asked.load(SeqCst), 2);
    }

    #[tokio::test]
    async fn a_failure_is_bridged_as_long_as_the_last_answer_is_good() {
        let (lookup, _) = scripted(PATIENCE, &[Tell(1), Fail]);
        assert_eq!((last(&lookup).await, last(&lookup).await), (1, 1));
        let forgetful = Patience { remembered_for: Duration::ZERO, ..PATIENCE };
        let (lookup, _) = scripted(forgetful, &[Tell(1), Fail]);
        last(&lookup).await;
        let error = lookup.addresses("app.example").await.unwrap_err();
        assert_eq!(error.to_string(), "Temporary failure in name resolution");
    }

    #[tokio::test]
    async fn a_host_that_was_never_heard_of_is_waited_for() {
        let (lookup, _) = scripted(BRIEF, &[TellAfter(100, 1)]);
        assert_eq!(last(&lookup).await, 1);
        let (lookup, _) = scripted(BRIEF, &[Nothing]);
        assert_eq!(lookup.addresses("app.example").await.unwrap_err().kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn many_at_once_are_one_question() {
        let (lookup, asked) = scripted(PATIENCE, &[TellAfter(20, 1)]);
        let all = futures_util::future::join_all((0..100).map(|_| last(&lookup))).await;
        assert_eq!((all, asked.load(SeqCst)), (vec![1; 100], 1));
    }

    #[tokio::test]
    async fn the_machine_knows_itself() {
        let lookup = Lookup::of_this_machine();
        assert!(lookup.addresses("localhost").await.unwrap().iter().all(IpAddr::is_loopback));
        assert!(lookup.addresses("no-such-host.invalid").await.is_err());
    }
}
