//! One provider with a furnished zone, and a writer that was opened for it.

use crate::simulator::{Dialect, Record, Service, Shown, Simulator, ZoneState, serve};
use nameplate_domain::time::{Clock, Timestamp};
use nameplate_domain::zone::{Abilities, Change, RrData, RrSet, RrType, Wish, ZoneContents, plan};
use nameplate_providers::{Access, CredentialText, Part, WriteFailed, Zone, ZoneWriter, carry_out};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// The zone that is written to.
pub(crate) const ZONE: &str = "customer.example";
/// Every zone that the credential sees.
pub(crate) const ZONES: [&str; 5] = [ZONE, "more.example", "other.example", "shop.example", "third.example"];

/// Opens a writer with a credential.
type Open = Box<dyn Fn(&str) -> Box<dyn ZoneWriter> + Send + Sync>;

/// A provider, a zone, a writer.
pub(crate) struct Stage {
    pub(crate) sim: Simulator,
    pub(crate) writer: Box<dyn ZoneWriter>,
    pub(crate) abilities: Abilities,
    pub(crate) zone: Zone,
    /// The credential that is refused.
    pub(crate) wrong_credential: String,
    open: Open,
}

impl fmt::Debug for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Stage of {:?}", self.sim)
    }
}

/// The clock of signatures and tokens.
#[derive(Debug)]
pub(crate) struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> Timestamp {
        // 2026-07-02T12:00:00Z.
        Timestamp::from_ms(1_782_993_600_000)
    }
}

impl Stage {
    /// An adapter against its dialect over HTTP.
    pub(crate) async fn of(dialect: impl Dialect) -> Self {
        let dialect: Arc<dyn Dialect> = Arc::new(dialect);
        let sim = Simulator::new(dialect.clone(), &ZONES);
        let provider = sim.clone();
        let base = serve(move |request| provider.exchange(request)).await;
        let spec = dialect.spec();
        let base_urls = BTreeMap::from([(spec.key.to_owned(), base.clone())]);
        let access = Access::new(base_urls, true, Arc::new(Stopped)).unwrap();
        let open: Open = Box::new(move |credential| {
            let open = spec.open.unwrap_or_else(|| panic!("{} cannot be opened", spec.key));
            open(&CredentialText::new(credential), &access).unwrap_or_else(|why| panic!("{}: {why}", spec.key))
        });
        Self::with(sim, spec.abilities(), &dialect.credential(&base), dialect.wrong_credential(&base), open).await
    }

    /// Any writer over the simulator's zones.
    pub(crate) async fn with(
        sim: Simulator,
        mut abilities: Abilities,
        credential: &str,
        wrong_credential: String,
        open: Open,
    ) -> Self {
        furnish(&sim, &abilities);
        let writer = open(credential);
        let found = writer.zone(ZONE).await.unwrap_or_else(|error| panic!("the zone cannot be found: {error:?}"));
        let zone = found.unwrap_or_else(|| panic!("the zone {ZONE} is not found"));
        assert_eq!((zone.name.as_str(), zone.id.as_str()), (ZONE, sim.zone(ZONE).id.as_str()), "the zone's identity");
        abilities.ttl.min = zone.ttl_min.unwrap_or(abilities.ttl.min);
        Self { sim, writer, abilities, zone, wrong_credential, open }
    }

    pub(crate) fn open(&self, credential: &str) -> Box<dyn ZoneWriter> {
        (self.open)(credential)
    }

    pub(crate) fn state(&self) -> ZoneState {
        self.sim.zone(ZONE)
    }

    /// The data of a set as the provider keeps it: sorted, with repetitions.
    pub(crate) fn data(&self, name: &str, rtype: &RrType) -> Vec<RrData> {
        self.state().data(name, rtype)
    }

    pub(crate) async fn read(&self, names: &[&str]) -> ZoneContents {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        self.writer
            .read(&self.zone, Part::Names(&names))
            .await
            .unwrap_or_else(|error| panic!("reading {names:?}: {error:?}"))
    }

    /// What the planner makes of the wishes in the zone as the adapter reads it.
    pub(crate) async fn plan(&self, wishes: &[Wish]) -> Vec<Change> {
        let names: Vec<&str> = wishes.iter().map(wished_name).collect();
        let contents = self.read(&names).await;
        plan(&contents, wishes, &self.abilities)
            .unwrap_or_else(|obstacles| panic!("no plan for {wishes:?}: {obstacles:?}"))
    }

    /// Plans the wishes and carries the plan out.
    pub(crate) async fn try_fulfil(&self, wishes: &[Wish]) -> Result<Vec<Change>, WriteFailed> {
        let changes = self.plan(wishes).await;
        carry_out(&*self.writer, &self.zone, &changes).await.map(|()| changes)
    }

    /// Plans the wishes, carries the plan out, and looks that everything is as wished, that nothing else was touched, that nothing is
    /// left to do, and that doing it again does nothing.
    pub(crate) async fn fulfil(&self, wishes: &[Wish]) -> Vec<Change> {
        let before = self.state();
        let changes = self.try_fulfil(wishes).await.unwrap_or_else(|error| panic!("{wishes:?}: {error:?}"));
        self.assert_done(&before, &changes);
        assert_eq!(self.plan(wishes).await, [], "what was carried out is planned again");
        let after = self.state();
        self.writer
            .apply(&self.zone, &changes)
            .await
            .unwrap_or_else(|error| panic!("repeating {changes:?}: {error:?}"));
        self.assert_same(&after, "carrying out the same changes again changed the zone");
        changes
    }

    /// That the provider keeps exactly what the changes say, once each, and of everything else every octet.
    pub(crate) fn assert_done(&self, before: &ZoneState, changes: &[Change]) {
        for change in changes {
            let (name, rtype) = change.key().unwrap();
            let mut wanted = change.after.as_ref().map(|set| set.data.clone()).unwrap_or_default();
            wanted.sort();
            assert_eq!(self.data(name, rtype), wanted, "{rtype} {name} as the provider keeps it");
        }
        self.assert_others_untouched(before, changes);
    }

    /// That every record of other names and types is what it was.
    pub(crate) fn assert_others_untouched(&self, before: &ZoneState, changes: &[Change]) {
        let keys: Vec<(&str, &RrType)> = changes.iter().filter_map(Change::key).collect();
        let others = |state: &ZoneState| {
            self.comparable(state, |record| !keys.iter().any(|(name, rtype)| record.is_at(name, rtype)))
        };
        assert_eq!(others(&self.state()), others(before), "records of other names and types");
    }

    /// That the zone is what it was.
    pub(crate) fn assert_same(&self, before: &ZoneState, why: &str) {
        assert_eq!(self.comparable(&self.state(), |_| true), self.comparable(before, |_| true), "{why}");
    }

    /// That the zone has the same records as before, whatever their identifiers: some were removed and made again.
    pub(crate) fn assert_same_data(&self, before: &ZoneState, why: &str) {
        let data = |state: &ZoneState| {
            let mut data: Vec<String> = state
                .records
                .iter()
                .map(|record| format!("{} {} {}", record.name, record.rtype(), record.data))
                .collect();
            data.sort();
            data
        };
        assert_eq!(data(&self.state()), data(before), "{why}");
    }

    fn comparable(&self, state: &ZoneState, wanted: impl Fn(&Record) -> bool) -> Vec<Record> {
        let mut records: Vec<Record> = state.records.iter().filter(|record| wanted(record)).cloned().collect();
        if !self.sim.dialect().keeps_ids() {
            for record in &mut records {
                record.id = 0;
            }
        }
        records.sort_by_key(|record| (record.name.clone(), record.rtype(), record.data.to_string(), record.id));
        records
    }
}

pub(crate) fn wished_name(wish: &Wish) -> &str {
    match wish {
        Wish::Exactly(set) => &set.name,
        Wish::Among { name, .. } | Wish::Without { name, .. } | Wish::Nothing { name, .. } => name,
    }
}

/// `relative` in the zone; nothing is the apex.
pub(crate) fn name(relative: &str) -> String {
    if relative.is_empty() { ZONE.to_owned() } else { format!("{relative}.{ZONE}") }
}

/// Data from its text in zone files; TXT as it is.
pub(crate) fn data(rtype: &str, text: &str) -> RrData {
    RrData::parse(&rtype.into(), text).unwrap()
}

/// The wish that exactly these stand at a name.
pub(crate) fn exactly(relative: &str, rtype: &str, ttl: u32, texts: &[&str]) -> Wish {
    let data = texts.iter().map(|text| data(rtype, text)).collect();
    Wish::Exactly(RrSet::new(&name(relative), rtype.into(), ttl, data))
}

/// The wish that this is among the values of a name.
pub(crate) fn among(relative: &str, rtype: &str, text: &str) -> Wish {
    Wish::Among { name: name(relative), data: data(rtype, text), ttl: 3600 }
}

/// The wish that nothing of this type stands at a name.
pub(crate) fn nothing(relative: &str, rtype: &str) -> Wish {
    Wish::Nothing { name: name(relative), rtype: rtype.into() }
}

/// What a living zone has: mail, a website, proofs of services, somebody's deep names.
fn furnish(sim: &Simulator, abilities: &Abilities) {
    let mut records = vec![
        ("", "A", "192.0.2.10"),
        ("", "MX", "10 mx1.mail.example"),
        ("", "MX", "20 mx2.mail.example"),
        ("", "TXT", "v=spf1 include:mail.example -all"),
        ("", "TXT", "site-verification=Kept_As-It.Is"),
        ("www", "CNAME", "old-host.example"),
        ("pool", "A", "192.0.2.21"),
        ("pool", "A", "192.0.2.22"),
        ("pool", "AAAA", "2001:db8::21"),
        ("deep.er.still", "TXT", "below names that have nothing"),
        ("mail._domainkey", "TXT", "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCB"),
        ("ww", "A", "192.0.2.30"),
        ("www2", "A", "192.0.2.31"),
        ("sub.www3", "A", "192.0.2.32"),
    ];
    if abilities.wildcard {
        records.push(("*.preview", "A", "192.0.2.40"));
    }
    if abilities.srv {
        records.push(("_sip._tcp", "SRV", "10 60 5060 sip.mail.example"));
    }
    if abilities.caa {
        records.push(("", "CAA", "0 issue \"ca.example\""));
    }
    let ttl = abilities.ttl.clamp(3600);
    sim.edit(|zones| {
        for (relative, rtype, text) in records {
            zones.add(ZONE, Record::new(&name(relative), ttl, data(rtype, text)));
        }
        zones.add(ZONES[1], Record::new(ZONES[1], ttl, data("A", "192.0.2.99")));
    });
    let zone = sim.zone(ZONE);
    assert_eq!(zone.service, Service::Served);
    assert!(zone.records.iter().any(|record| record.shown == Shown::Plainly));
}
