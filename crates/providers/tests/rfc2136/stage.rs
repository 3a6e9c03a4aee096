//! A furnished zone at a real server, and the adapter opened for it.

use crate::server::{Maker, SECRET, Server, WallClock};
use crate::simulator::{Simulator, ZoneState};
use nameplate_domain::time::Clock;
use nameplate_domain::zone::{Abilities, Change, RrData, RrSet, RrType, Wish, ZoneContents, plan};
use nameplate_providers::{Access, CredentialText, Part, WriteFailed, Zone, ZoneWriter, by_key, carry_out};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

/// The zone that is written to.
pub(crate) const ZONE: &str = crate::server::ZONE;
/// Every zone of the server.
pub(crate) const ZONES: [&str; 2] = [ZONE, "more.example"];

/// What a living zone has, as lines of a zone file.
pub(crate) const FURNITURE: &str = r#"
@ A 192.0.2.10
@ MX 10 mx1.mail.example.
@ MX 20 mx2.mail.example.
@ TXT "v=spf1 include:mail.example -all"
@ TXT "site-verification=Kept_As-It.Is"
@ CAA 0 issue "ca.example"
www CNAME old-host.example.
pool A 192.0.2.21
pool A 192.0.2.22
pool AAAA 2001:db8::21
deep.er.still TXT "below names that have nothing"
mail._domainkey TXT "v=DKIM1; k=rsa; " "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCB"
ww A 192.0.2.30
www2 A 192.0.2.31
sub.www3 A 192.0.2.32
*.preview A 192.0.2.40
_sip._tcp SRV 10 60 5060 sip.mail.example.
"#;

/// A server, a zone, a writer.
#[derive(Debug)]
pub(crate) struct Stage {
    pub(crate) sim: Simulator,
    pub(crate) writer: Box<dyn ZoneWriter>,
    pub(crate) abilities: Abilities,
    pub(crate) zone: Zone,
}

impl Stage {
    pub(crate) async fn at(maker: Maker) -> Self {
        let sim = Simulator::start(maker, FURNITURE, ZONES[1]).await;
        let writer = writer(&sim.server);
        let zone = writer.zone(ZONE).await.unwrap().unwrap();
        Self { sim, writer, abilities: by_key("rfc2136").unwrap().abilities(), zone }
    }

    pub(crate) fn state(&self) -> ZoneState {
        self.sim.state()
    }

    pub(crate) fn data(&self, name: &str, rtype: &RrType) -> Vec<RrData> {
        self.state().data(name, rtype)
    }

    pub(crate) async fn read(&self, names: &[&str]) -> ZoneContents {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        self.writer.read(&self.zone, Part::Names(&names)).await.unwrap()
    }

    pub(crate) async fn plan(&self, wishes: &[Wish]) -> Vec<Change> {
        let names: Vec<&str> = wishes.iter().map(wished_name).collect();
        plan(&self.read(&names).await, wishes, &self.abilities)
            .unwrap_or_else(|obstacles| panic!("no plan for {wishes:?}: {obstacles:?}"))
    }

    pub(crate) async fn try_fulfil(&self, wishes: &[Wish]) -> Result<Vec<Change>, WriteFailed> {
        let changes = self.plan(wishes).await;
        carry_out(&*self.writer, &self.zone, &changes).await.map(|()| changes)
    }

    /// Carries the wishes out, and looks that the zone has exactly them, that all else is what it was, and that once more changes
    /// nothing, not even the serial.
    pub(crate) async fn fulfil(&self, wishes: &[Wish]) -> Vec<Change> {
        let before = self.state();
        let changes = self.try_fulfil(wishes).await.unwrap_or_else(|error| panic!("{wishes:?}: {error:?}"));
        let (after, writes) = (self.state(), self.sim.writes());
        let keys: Vec<(&str, &RrType)> = changes.iter().filter_map(Change::key).collect();
        for change in &changes {
            let (name, rtype) = change.key().unwrap();
            let wanted = change.after.as_ref().map_or(&[][..], |set| &set.data);
            assert_eq!(after.data(name, rtype), wanted, "{rtype} {name}");
        }
        let others = |state: &ZoneState| {
            let mut records = state.records.clone();
            records.retain(|record| !keys.iter().any(|(name, rtype)| record.is_at(name, rtype)));
            records
        };
        assert_eq!(others(&after), others(&before), "records of other names and types");
        assert_eq!(self.plan(wishes).await, [], "what was carried out is planned again");
        self.writer.apply(&self.zone, &changes).await.unwrap();
        assert_eq!((self.state(), self.sim.writes()), (after, writes), "the same changes again");
        changes
    }

    pub(crate) fn assert_same(&self, before: &ZoneState, why: &str) {
        assert_eq!(&self.state(), before, "{why}");
    }

    /// That the zone has the same data, whatever the TTL.
    pub(crate) fn assert_same_data(&self, before: &ZoneState, why: &str) {
        let data = |state: &ZoneState| -> Vec<(String, RrData)> {
            state.records.iter().map(|record| (record.name.clone(), record.data.clone())).collect()
        };
        assert_eq!(data(&self.state()), data(before), "{why}");
    }
}

/// The adapter with the key that may do everything, for the one zone.
pub(crate) fn writer(server: &Server) -> Box<dyn ZoneWriter> {
    writer_of(server.at, "hmac-sha256", SECRET)
}

/// The adapter with a key of HMAC-SHA256.
pub(crate) fn writer_of(server: SocketAddr, key_name: &str, secret: &str) -> Box<dyn ZoneWriter> {
    let pasted =
        format!(r#"{{"server": "{server}", "key_name": "{key_name}", "secret": "{secret}", "zone": "{ZONE}"}}"#);
    open(&pasted, &access(None, true, Arc::new(WallClock)))
}

pub(crate) fn access(setting: Option<&str>, allow_private: bool, clock: Arc<dyn Clock>) -> Access {
    let base_urls: BTreeMap<_, _> = setting.map(|place| ("rfc2136".to_owned(), place.to_owned())).into_iter().collect();
    Access::new(base_urls, allow_private, clock).unwrap()
}

pub(crate) fn open(pasted: &str, access: &Access) -> Box<dyn ZoneWriter> {
    by_key("rfc2136").unwrap().open.unwrap()(&CredentialText::new(pasted), access).unwrap()
}

fn wished_name(wish: &Wish) -> &str {
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

pub(crate) fn set(relative: &str, rtype: &str, texts: &[&str]) -> RrSet {
    RrSet::new(&name(relative), rtype.into(), 3600, texts.iter().map(|text| data(rtype, text)).collect())
}

/// The wish that exactly these stand at a name.
pub(crate) fn exactly(relative: &str, rtype: &str, ttl: u32, texts: &[&str]) -> Wish {
    Wish::Exactly(RrSet { ttl, ..set(relative, rtype, texts) })
}

/// The wish that this is among the values of a name.
pub(crate) fn among(relative: &str, rtype: &str, text: &str) -> Wish {
    Wish::Among { name: name(relative), data: data(rtype, text), ttl: 3600 }
}

/// The wish that nothing of this type stands at a name.
pub(crate) fn nothing(relative: &str, rtype: &str) -> Wish {
    Wish::Nothing { name: name(relative), rtype: rtype.into() }
}
