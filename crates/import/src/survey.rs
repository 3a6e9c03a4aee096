//! Which name comes from which place: everything is looked at once before anything is carried over.

use crate::kept::{Kept, Place};
use crate::pair::{Pair, Unusable};
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::time::Timestamp;
use std::collections::BTreeMap;

/// How bad it is that something is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// There is nothing to carry over: somebody may look.
    Skipped,
    /// Something is wrong: somebody must look.
    Refused,
}

/// What does not come along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The name, where it is known.
    pub name: Option<String>,
    /// Where it is.
    pub place: String,
    /// How bad that is.
    pub weight: Weight,
    /// Why.
    pub why: String,
}

/// What a system has.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    /// For each name the place of its certificate, by its index: of several the one that lasts longest.
    pub names: BTreeMap<CertificateName, usize>,
    /// What does not come along, in the order of its places.
    pub left_out: Vec<LeftOut>,
}

/// Looks at every place, one after the other; `looked_at` hears of each.
pub fn survey(kept: &Kept, now: Timestamp, mut looked_at: impl FnMut(usize)) -> Survey {
    let mut survey = Survey::default();
    let mut ends: BTreeMap<CertificateName, Timestamp> = BTreeMap::new();
    for (index, place) in kept.places.iter().enumerate() {
        match place.pair(now) {
            Ok(pair) => {
                survey.left_out.extend(pair.odd_names.iter().map(|odd| LeftOut {
                    name: Some(odd.clone()),
                    place: place.shown.clone(),
                    weight: Weight::Refused,
                    why: "it is no host name that can be served".to_owned(),
                }));
                for name in pair.names {
                    let end = pair.facts.not_after();
                    if ends.get(&name).is_none_or(|before| *before < end) {
                        ends.insert(name.clone(), end);
                        survey.names.insert(name, index);
                    }
                }
            }
            Err((weight, why)) => {
                survey.left_out.push(LeftOut { name: None, place: place.shown.clone(), weight, why });
            }
        }
        looked_at(index + 1);
    }
    survey
}

impl Place {
    /// Reads the certificate of this place; else how bad it is that it cannot be had, and why.
    ///
    /// # Errors
    /// In words.
    pub fn pair(&self, now: Timestamp) -> Result<Pair, (Weight, String)> {
        let (chain, key) = self.read().map_err(|error| (Weight::Refused, error.to_string()))?;
        Pair::read(&chain, key.as_bytes(), now).map_err(|error| {
            let weight = if matches!(error, Unusable::Expired(_)) { Weight::Skipped } else { Weight::Refused };
            (weight, error.to_string())
        })
    }
}
