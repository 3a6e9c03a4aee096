//! One flight for each key: who asks while work is under way gets its result.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::runtime::Handle;
use tokio::sync::watch;

/// Runs at most one piece of work for a key. The work is its own task on the given runtime: a caller who goes away
/// does not cancel it, and a caller on a serving thread does not pay for it.
///
/// Results are shared by the callers of one flight and not kept. Work that must not be repeated looks first whether
/// someone has just done it, for a caller may look, miss, and only then find the flight landed.
#[derive(Debug)]
pub struct OneAtATime<K, V> {
    runtime: Handle,
    flights: Flights<K, V>,
    under_way: watch::Sender<usize>,
}

type Flights<K, V> = Arc<Mutex<HashMap<K, watch::Receiver<Option<V>>>>>;

/// The work panicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the work broke off")]
pub struct BrokeOff;

impl<K, V> OneAtATime<K, V>
where
    K: Clone + Eq + Hash + Send + 'static,
    V: Clone + Send + Sync + 'static,
{
    /// Work runs on this runtime.
    #[must_use]
    pub fn new(runtime: Handle) -> Self {
        Self { runtime, flights: Arc::default(), under_way: watch::Sender::new(0) }
    }

    /// The result of the flight for `key`, starting `work` if none is under way.
    pub async fn run<F>(&self, key: K, work: impl FnOnce() -> F) -> Result<V, BrokeOff>
    where
        F: Future<Output = V> + Send + 'static,
    {
        landed(self.join(key, &mut Some(|_| work()), false)).await
    }

    /// The result of a flight of its own, begun once those for `key` that are under way have landed; `work` is told
    /// whether it waited for one.
    pub(crate) async fn run_own<F>(&self, key: K, work: impl FnOnce(bool) -> F) -> Result<V, BrokeOff>
    where
        F: Future<Output = V> + Send + 'static,
    {
        let mut own = Some(work);
        let mut waited = false;
        loop {
            let flight = self.join(key.clone(), &mut own, waited);
            if own.is_none() {
                return landed(flight).await;
            }
            waited = true;
            let _ = landed(flight).await;
        }
    }

    /// Resolves when nothing is under way.
    pub(crate) async fn idle(&self) {
        let _ = self.under_way.subscribe().wait_for(|count| *count == 0).await;
    }

    /// The flight under way, or a new one, which takes the work.
    fn join<F>(&self, key: K, work: &mut Option<impl FnOnce(bool) -> F>, waited: bool) -> watch::Receiver<Option<V>>
    where
        F: Future<Output = V> + Send + 'static,
    {
        let mut flights = self.flights.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(under_way) = flights.get(&key) {
            return under_way.clone();
        }
        let (sender, receiver) = watch::channel(None);
        let Some(work) = work.take() else { return receiver };
        flights.insert(key.clone(), receiver.clone());
        self.under_way.send_modify(|count| *count += 1);
        drop(flights);
        let landing = Landing { flights: Arc::clone(&self.flights), under_way: self.under_way.clone(), key };
        let work = work(waited);
        self.runtime.spawn(async move {
            let value = work.await;
            drop(landing);
            sender.send_replace(Some(value));
        });
        receiver
    }
}

async fn landed<V: Clone>(mut flight: watch::Receiver<Option<V>>) -> Result<V, BrokeOff> {
    let value = flight.wait_for(Option::is_some).await.map_err(|_| BrokeOff)?;
    value.clone().ok_or(BrokeOff)
}

/// Takes the flight off the list, also when the work panics.
struct Landing<K: Eq + Hash, V> {
    flights: Flights<K, V>,
    under_way: watch::Sender<usize>,
    key: K,
}

impl<K: Eq + Hash, V> Drop for Landing<K, V> {
    fn drop(&mut self) {
        self.flights.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
        self.under_way.send_modify(|count| *count -= 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tokio::sync::Notify;

    #[tokio::test]
    async fn callers_of_one_key_share_one_piece_of_work_even_when_the_first_goes_away() {
        let flights = Arc::new(OneAtATime::<&str, usize>::new(Handle::current()));
        let done = Arc::new(AtomicUsize::new(0));
        let go = Arc::new(Notify::new());
        let work = || {
            let (done, go) = (Arc::clone(&done), Arc::clone(&go));
            move || async move {
                go.notified().await;
                done.fetch_add(1, Ordering::SeqCst) + 1
            }
        };
        let first = flights.join("a", &mut Some(|_| work()()), false);
        drop(first);
        let (second, third) = (flights.run("a", work()), flights.run("a", work()));
        go.notify_one();
        assert_eq!(tokio::join!(second, third), (Ok(1), Ok(1)));
        assert_eq!(done.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn a_panic_is_told_to_those_who_wait_and_the_next_caller_tries_anew() {
        let flights = OneAtATime::<&str, usize>::new(Handle::current());
        assert_eq!(flights.run("a", || async { panic!("as the test wants") }).await, Err(BrokeOff));
        assert_eq!(flights.run("a", || async { 2 }).await, Ok(2));
    }

    #[tokio::test]
    async fn own_work_waits_for_the_flight_under_way_and_idle_for_both() {
        let flights = Arc::new(OneAtATime::<&str, usize>::new(Handle::current()));
        let go = Arc::new(Notify::new());
        let held = Arc::clone(&go);
        let first = flights.join(
            "a",
            &mut Some(|_| async move {
                held.notified().await;
                1
            }),
            false,
        );
        drop(first);
        let own = flights.run_own("a", |waited| async move { if waited { 2 } else { 3 } });
        go.notify_one();
        assert_eq!(own.await, Ok(2));
        flights.idle().await;
        assert_eq!(flights.run_own("a", |waited| async move { usize::from(waited) }).await, Ok(0));
    }
}
