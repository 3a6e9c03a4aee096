//! APIs that know rrsets as such.

use crate::contract::{Part, Zone};
use crate::problem::{ApplyError, ErrorKind, ProviderError};
use crate::record_wise::check_unchanged;
use async_trait::async_trait;
use nameplate_domain::zone::{Change, RrData, RrSet, RrType, StoredSet, ZoneContents, is_carried_out, names_of};
use std::time::Duration;

/// Waits before looking whether a write happened whose outcome is unknown.
const LOOK_AFTER: [Duration; 3] = [Duration::ZERO, Duration::from_millis(500), Duration::from_secs(2)];

/// What such an API can do, one set after the other.
#[async_trait]
pub(crate) trait SetApi: Send + Sync {
    /// The API's own form of a set, kept for writing it.
    type Own: Send + Sync;

    /// Every set of the part (more does no harm) without SOA, following every page.
    async fn list(&self, zone: &Zone, part: Part<'_>) -> Result<Vec<(StoredSet, Self::Own)>, ProviderError>;

    /// Makes, replaces or removes the set, which now `stands` so. That it is gone already is success.
    async fn write(
        &self,
        zone: &Zone,
        change: &Change,
        stands: Option<&(StoredSet, Self::Own)>,
    ) -> Result<(), ProviderError>;
}

/// [`crate::ZoneWriter::read`] over such an API.
pub(crate) async fn read<A: SetApi>(api: &A, zone: &Zone, part: Part<'_>) -> Result<ZoneContents, ProviderError> {
    Ok(contents(zone, &api.list(zone, part).await?, part))
}

fn contents<T>(zone: &Zone, listed: &[(StoredSet, T)], part: Part<'_>) -> ZoneContents {
    let sets = listed.iter().map(|(stored, _)| stored).filter(|stored| part.includes(&stored.set.name));
    ZoneContents { zone: zone.name.clone(), sets: sets.cloned().collect() }
}

/// [`crate::ZoneWriter::apply`] over such an API. Nothing is written if any set is not as planned.
pub(crate) async fn apply<A: SetApi>(api: &A, zone: &Zone, changes: &[Change]) -> Result<(), ApplyError> {
    let names = names_of(changes);
    let listed = api.list(zone, Part::Names(&names)).await?;
    let left = left_to_do(&contents(zone, &listed, Part::Names(&names)), changes)?;
    for (done, change) in changes.iter().enumerate().filter(|(_, change)| left.contains(change)) {
        let stands =
            listed.iter().find(|(stored, _)| change.key().is_some_and(|(name, rtype)| stored.set.is_at(name, rtype)));
        write(api, zone, change, stands).await.map_err(|error| ApplyError { done, error })?;
    }
    Ok(())
}

/// A failure that leaves the zone as wished is none.
async fn write<A: SetApi>(
    api: &A,
    zone: &Zone,
    change: &Change,
    stands: Option<&(StoredSet, A::Own)>,
) -> Result<(), ProviderError> {
    let Err(error) = api.write(zone, change, stands).await else { return Ok(()) };
    let looks = match error.kind {
        ErrorKind::UnknownOutcome => LOOK_AFTER.len(),
        ErrorKind::Conflict | ErrorKind::NoSuchZone => 1,
        _ => 0,
    };
    let names: Vec<String> = change.key().map(|(name, _)| name.to_owned()).into_iter().collect();
    for pause in LOOK_AFTER.into_iter().take(looks) {
        tokio::time::sleep(pause).await;
        if is_carried_out(&read(api, zone, Part::Names(&names)).await?, change) {
            return Ok(());
        }
    }
    Err(error)
}

/// Which of `changes` are still to be carried out, once it is known what stands.
///
/// # Errors
/// [`ErrorKind::Conflict`] where a set must not be touched, [`ErrorKind::ZoneChanged`] where it is not what was planned for.
pub(crate) fn left_to_do<'a>(stands: &ZoneContents, changes: &'a [Change]) -> Result<Vec<&'a Change>, ProviderError> {
    let mut left = Vec::new();
    for change in changes {
        let Some((name, rtype)) = change.key() else { continue };
        let here = stands.at(name, rtype);
        if let Some(why) = here.and_then(|stored| stored.untouchable.as_ref()) {
            return Err(ProviderError::new(ErrorKind::Conflict, format!("{rtype} {name} is left alone: {why}")));
        }
        check_unchanged(change, here.map_or(&[], |stored| &stored.set.data))?;
        if !is_carried_out(stands, change) {
            left.push(change);
        }
    }
    Ok(left)
}

/// The set that `texts` of a zone file make up; `None` for SOA. Names in them that do not end with a dot are relative to the zone
/// (RFC 1035, 5.1). `name` is absolute.
pub(crate) fn stored_set<'a>(
    zone: &Zone,
    name: &str,
    rtype: &str,
    ttl: u32,
    texts: impl IntoIterator<Item = &'a str>,
) -> Option<StoredSet> {
    let rtype = RrType::from(rtype);
    if rtype == RrType::Other("SOA".into()) {
        return None;
    }
    let mut untouchable = None;
    let read = |text: &str| {
        RrData::parse_master(&rtype, &with_origin(&rtype, text, &zone.name)).unwrap_or_else(|_| {
            // The whole set is written at once: what cannot be read could not be written back.
            untouchable = Some("it holds data that is not understood here.".to_owned());
            RrData::Other { rtype: rtype.as_str().to_owned(), text: text.to_owned() }
        })
    };
    let data = texts.into_iter().map(read).collect();
    let set = RrSet::new(name, rtype, ttl, data);
    if set.is_at(&zone.name, &RrType::Ns) {
        untouchable = Some("they are the zone's name servers.".to_owned());
    }
    Some(StoredSet { set, untouchable })
}

/// The text with its host name made absolute.
fn with_origin(rtype: &RrType, text: &str, zone: &str) -> String {
    if !matches!(rtype, RrType::Alias | RrType::Cname | RrType::Mx | RrType::Ns | RrType::Srv) {
        return text.to_owned();
    }
    let (numbers, target) = text.trim().rsplit_once(char::is_whitespace).unwrap_or(("", text.trim()));
    match target {
        "@" => format!("{numbers} {zone}."),
        _ if target.ends_with('.') => text.to_owned(),
        _ => format!("{numbers} {target}.{zone}."),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    fn read_one(rtype: &str, text: &str) -> StoredSet {
        stored_set(&Zone::named("customer.example"), "www.customer.example", rtype, 300, [text]).unwrap()
    }

    #[test]
    fn names_without_a_final_dot_are_relative_to_the_zone() {
        for (rtype, text, canonical) in [
            ("CNAME", "edge.platform.example.", "edge.platform.example"),
            ("CNAME", "edge", "edge.customer.example"),
            ("CNAME", "@", "customer.example"),
            ("MX", "10 mail", "10 mail.customer.example"),
            ("MX", "0 .", "0 "),
            ("SRV", "0 1 993 Mail.Platform.example.", "0 1 993 mail.platform.example"),
            ("SRV", "0 0 0 .", "0 0 0 "),
            ("TXT", "plain", "plain"),
            ("CAA", "0 issue \"ca.example\"", "0 issue \"ca.example\""),
        ] {
            let stored = read_one(rtype, text);
            assert_eq!(
                stored.set.data.iter().map(ToString::to_string).collect::<Vec<_>>(),
                [canonical],
                "{rtype} {text}"
            );
            assert_eq!(stored.untouchable, None, "{rtype} {text}");
        }
    }

    #[test]
    fn a_set_that_cannot_be_written_back_is_left_alone() {
        for (rtype, text) in [("TXT", r#""\255""#), ("A", "here"), ("MX", "10"), ("CNAME", "two words.")] {
            let stored = read_one(rtype, text);
            assert_eq!((stored.set.rtype.as_str(), stored.set.data.len()), (rtype, 1));
            assert!(stored.untouchable.is_some(), "{rtype} {text}");
        }
        let zone = Zone::named("customer.example");
        assert!(stored_set(&zone, "customer.example", "NS", 1, ["ns1.host.example."]).unwrap().untouchable.is_some());
        assert!(
            stored_set(&zone, "sub.customer.example", "NS", 1, ["ns1.host.example."]).unwrap().untouchable.is_none()
        );
        assert_eq!(stored_set(&zone, "customer.example", "SOA", 1, ["a. b. 1 2 3 4 5"]), None);
    }

    #[test]
    fn what_is_done_already_is_not_done_again_and_what_changed_is_not_written_over() {
        let set = |value: &str| RrSet::of_one("www.customer.example", 300, RrData::parse(&RrType::A, value).unwrap());
        let stands = |value: &str| ZoneContents { zone: "customer.example".into(), sets: vec![set(value).into()] };
        let change = [Change { before: Some(set("192.0.2.1")), after: Some(set("192.0.2.2")) }];
        assert_eq!(left_to_do(&stands("192.0.2.1"), &change).unwrap(), [&change[0]]);
        assert_eq!(left_to_do(&stands("192.0.2.2"), &change).unwrap(), <[&Change; 0]>::default());
        assert_eq!(left_to_do(&stands("192.0.2.9"), &change).unwrap_err().kind, ErrorKind::ZoneChanged);
        let mut managed = stands("192.0.2.1");
        managed.sets[0].untouchable = Some("it is managed.".into());
        assert_eq!(left_to_do(&managed, &change).unwrap_err().kind, ErrorKind::Conflict);
    }
}
