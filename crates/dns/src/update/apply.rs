//! All changes of a plan in one message, on the condition that what they replace still stands.

use super::answer::{Answer, WireData, WireRecord};
use super::code::{self, code_name};
use super::data::{Sets, record_type, wire};
use super::error::UpdateError;
use super::primary::Primary;
use super::read::own;
use super::request::{Update, question, wire_name};
use super::signature::{Standing, Verifier, unsigned};
use super::stream::Stream;
use hickory_proto::rr::{Name, RData, RecordType};
use nameplate_domain::zone::{Change, RrSet, RrType};
use std::collections::BTreeSet;

/// A change that can be written.
struct Step<'a> {
    change: &'a Change,
    name: String,
    on_the_wire: Name,
    rtype: RecordType,
}

impl Primary {
    /// Carries out all changes, or none: every set has to stand as in `before`, or not to stand where that is `None`.
    ///
    /// A server may leave out in silence what would stand beside a CNAME: whether the zone shows the result has to be read from it.
    ///
    /// # Errors
    /// [`UpdateError`]; where [`UpdateError::may_have_changed`], only the zone can tell what happened, otherwise nothing has changed.
    pub async fn apply(&self, changes: &[Change]) -> Result<(), UpdateError> {
        let steps = self.steps(changes)?;
        if steps.is_empty() {
            return Ok(());
        }
        let stored = self.stored(&steps).await?;
        let mut update = Update::of(&self.zone)?;
        for (step, stored) in steps.iter().zip(stored) {
            match (&step.change.before, stored) {
                (None, _) => update.if_absent(&step.on_the_wire, step.rtype),
                (Some(_), Some(stored)) => update.if_exactly(&step.on_the_wire, stored),
                (Some(before), None) => update.if_exactly(&step.on_the_wire, on_the_wire(before)?),
            }
        }
        // What goes makes room for what comes: the server works through the message in order.
        for step in steps.iter().filter(|step| step.change.before.is_some()) {
            update.remove(&step.on_the_wire, step.rtype);
        }
        for step in &steps {
            if let Some(after) = &step.change.after {
                update.add(&step.on_the_wire, after.ttl, on_the_wire(after)?);
            }
        }
        self.send(update).await
    }

    async fn send(&self, update: Update) -> Result<(), UpdateError> {
        let request = self.sign(update.into_message())?;
        let stream = Stream::open(self.server, self.timeout).await;
        let mut stream = stream.map_err(|why| UpdateError::Outage { why })?;
        // From here on the server may have it.
        let unknown = |why| UpdateError::Unknown { why };
        stream.send(&request.octets).await.map_err(unknown)?;
        let octets = stream.receive().await.map_err(unknown)?;
        let answer = Answer::read(&octets).map_err(UpdateError::malformed)?;
        if self.trusted(&mut Verifier::new(&request, &self.key), &octets, &answer)? != Standing::Signed {
            return Err(unsigned(&answer));
        }
        if code::is_unmet(answer.code) {
            let why = format!("what was to be replaced is not as it was ({})", code_name(answer.code));
            return Err(UpdateError::Changed { why });
        }
        self.denied(&answer, "updates")
    }

    fn steps<'a>(&self, changes: &'a [Change]) -> Result<Vec<Step<'a>>, UpdateError> {
        let mut seen = BTreeSet::new();
        let mut steps = Vec::with_capacity(changes.len());
        for change in changes {
            let Some((name, rtype)) = change.key() else { continue };
            let unsupported = |why: &str| UpdateError::unsupported(format!("{rtype} {name}: {why}"));
            if change.before.as_ref().is_some_and(|before| !before.is_at(name, rtype)) {
                return Err(unsupported("what goes and what comes have different names or types"));
            }
            if [&change.before, &change.after].into_iter().flatten().any(|set| set.data.is_empty()) {
                return Err(unsupported("a set without records is none"));
            }
            if !seen.insert((name, rtype)) {
                return Err(unsupported("it is changed twice at once"));
            }
            let name = self.within(name)?;
            if name == self.zone && *rtype == RrType::Ns {
                // Servers pass over their removal without a word (RFC 2136, 3.4.2.3).
                return Err(unsupported("the zone's own name servers are left alone"));
            }
            // The data's own refusal says what to do instead of an ALIAS.
            let sets = [&change.before, &change.after].into_iter().flatten();
            sets.map(on_the_wire).collect::<Result<Vec<_>, _>>()?;
            let number = record_type(rtype).ok_or_else(|| unsupported("it cannot be written"))?;
            steps.push(Step { change, on_the_wire: wire_name(&name)?, name, rtype: number });
        }
        Ok(steps)
    }

    /// The octets of the sets that are to be replaced, where the model's text can stand for several: pieces of texts, and case of CAA tags. `None`
    /// where that is not so, or where the server does not tell; then our own writing has to do.
    async fn stored(&self, steps: &[Step<'_>]) -> Result<Vec<Option<Vec<RData>>>, UpdateError> {
        let is_ambiguous =
            |step: &&Step<'_>| step.change.before.is_some() && matches!(step.rtype, RecordType::TXT | RecordType::CAA);
        let ambiguous: Vec<&Step<'_>> = steps.iter().filter(is_ambiguous).collect();
        if ambiguous.is_empty() {
            return Ok(vec![None; steps.len()]);
        }
        let questions = ambiguous.iter().map(|step| question(&step.name, step.rtype)).collect::<Result<_, _>>()?;
        let mut answers = match self.ask_all(questions).await {
            Ok(answers) => answers.into_iter(),
            Err(denial) if denial.is_denial() => return Ok(vec![None; steps.len()]),
            Err(error) => return Err(error),
        };
        let stored = steps.iter().map(|step| match is_ambiguous(&step).then(|| answers.next()).flatten() {
            Some(answer) if answer.authoritative => as_stored(&answer, step),
            _ => Ok(None),
        });
        stored.collect()
    }
}

/// The records as the server has them, if they say what `before` says.
fn as_stored(answer: &Answer, step: &Step<'_>) -> Result<Option<Vec<RData>>, UpdateError> {
    let records: Vec<&WireRecord> = own(answer, &step.name, step.rtype).collect();
    let mut sets = Sets::default();
    records.iter().for_each(|record| sets.add(record));
    let contents = sets.into_contents("");
    let says_the_same = match (contents.sets.as_slice(), &step.change.before) {
        ([stored], Some(before)) => stored.set.says_the_same(before),
        _ => false,
    };
    if !says_the_same {
        let why = format!("{} {} is not as it was", step.rtype, step.name);
        return Err(UpdateError::Changed { why });
    }
    let data = records.iter().map(|record| match &record.data {
        WireData::Read(data) => Some(data.clone()),
        WireData::Raw(_) => None,
    });
    Ok(data.collect())
}

fn on_the_wire(set: &RrSet) -> Result<Vec<RData>, UpdateError> {
    set.data.iter().map(wire).collect()
}
