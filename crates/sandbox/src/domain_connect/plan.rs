//! What a template changes in a zone.

use super::filled::Filled;
use crate::book::{Batch, Numbered};
use crate::record::{Entry, Wish};
use nameplate_domain::records::RecordType::{self, A, Aaaa, Alias, Caa, Cname, Mx, Ns, Txt};

/// What goes, what comes, and what of the template stands already.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Plan {
    pub(crate) removed: Vec<Numbered>,
    pub(crate) added: Vec<Entry>,
    pub(crate) kept: Vec<Numbered>,
    wishes: Vec<Wish>,
}

impl Plan {
    /// Holds what a template wants against what stands there, by the rules of Domain Connect: addresses replace addresses and
    /// aliases, a CNAME replaces everything at its name, an MX the other MX, a TXT the texts that its template says.
    pub(super) fn new(standing: &[Numbered], filled: Vec<Filled>) -> Self {
        let mut plan = Self::default();
        for record in standing {
            if filled.iter().any(|new| new.entry == record.entry) {
                plan.kept.push(record.clone());
            } else if filled.iter().any(|new| has_to_go(&record.entry, new)) {
                plan.removed.push(record.clone());
            }
        }
        for Filled { wish, entry, .. } in filled {
            if !plan.kept.iter().any(|record| record.entry == entry) && !plan.added.contains(&entry) {
                plan.added.push(entry);
                plan.wishes.push(wish);
            }
        }
        plan
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.removed.is_empty() && self.added.is_empty()
    }

    pub(super) fn batch(&self) -> Batch {
        Batch { delete: self.removed.iter().map(|record| record.id.clone()).collect(), create: self.wishes.clone() }
    }
}

fn has_to_go(old: &Entry, new: &Filled) -> bool {
    let replaced: &[RecordType] = match new.entry.rtype {
        A | Aaaa | Alias => &[A, Aaaa, Alias, Cname],
        Cname | Ns => return old.name == new.entry.name,
        Mx => &[Mx, Cname],
        Txt | Caa => &[Cname],
    };
    let begins_like_it = || new.texts_that_go.as_ref().is_some_and(|prefix| old.value.starts_with(prefix));
    // The same value with another TTL would stand there twice.
    let is_the_same = || old.value == new.entry.value && old.priority == new.entry.priority;
    let goes = replaced.contains(&old.rtype)
        || (old.rtype == Txt && new.entry.rtype == Txt && begins_like_it())
        || (old.rtype == new.entry.rtype && is_the_same());
    old.name == new.entry.name && goes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(line: &str) -> Wish {
        let mut words = line.splitn(3, ' ').map(str::to_owned);
        let mut next = || words.next().unwrap();
        Wish { name: next(), rtype: next(), value: next(), ttl: None, priority: None }
    }

    fn shown(entry: &Entry) -> String {
        format!("{} {} {}", entry.host("customer.test"), entry.rtype, entry.value)
    }

    /// What goes and what comes when `new` is applied to `old`. A TXT replaces texts that begin with `cd-`.
    fn check(old: &[&str], new: &[&str], removed: &[&str], added: &[&str]) {
        let standing: Vec<Numbered> = old
            .iter()
            .enumerate()
            .map(|(at, line)| Numbered {
                id: at.to_string(),
                zone: "customer.test".into(),
                entry: wish(line).parse("customer.test").unwrap().0,
                built_in: false,
            })
            .collect();
        let filled = new.iter().map(|line| {
            let wish = wish(line);
            let (entry, _) = wish.parse("customer.test").unwrap();
            Filled { texts_that_go: (entry.rtype == Txt).then(|| "cd-".to_owned()), wish, entry }
        });
        let plan = Plan::new(&standing, filled.collect());
        let found: Vec<String> = plan.removed.iter().map(|record| shown(&record.entry)).collect();
        assert_eq!(found, removed, "goes");
        assert_eq!(plan.added.iter().map(shown).collect::<Vec<_>>(), added, "comes");
    }

    #[test]
    fn a_cname_takes_its_name_for_itself() {
        check(
            &["shop A 192.0.2.1", "shop TXT x", "www A 192.0.2.1", "@ A 192.0.2.1"],
            &["shop CNAME edge.test"],
            &["shop A 192.0.2.1", "shop TXT x"],
            &["shop CNAME edge.test"],
        );
    }

    #[test]
    fn addresses_replace_what_leads_visitors_and_nothing_else() {
        check(
            &["@ A 192.0.2.9", "@ AAAA 2001:db8::9", "@ MX mail.test", "@ TXT v=spf1 -all", "@ A 192.0.2.1"],
            &["@ A 192.0.2.1", "@ A 192.0.2.2"],
            &["@ A 192.0.2.9", "@ AAAA 2001:db8::9"],
            &["@ A 192.0.2.2"],
        );
        check(&["@ ALIAS edge.test"], &["@ A 192.0.2.1"], &["@ ALIAS edge.test"], &["@ A 192.0.2.1"]);
    }

    #[test]
    fn a_text_replaces_those_that_its_template_says() {
        check(
            &["_c TXT cd-old", "_c TXT other", "_d TXT cd-old"],
            &["_c TXT cd-new"],
            &["_c TXT cd-old"],
            &["_c TXT cd-new"],
        );
        check(&["_c CNAME x.test"], &["_c TXT cd-new"], &["_c CNAME x.test"], &["_c TXT cd-new"]);
    }

    #[test]
    fn what_stands_already_is_left_alone() {
        check(&["shop CNAME edge.test", "_c TXT cd-new"], &["shop CNAME edge.test", "_c TXT cd-new"], &[], &[]);
    }
}
