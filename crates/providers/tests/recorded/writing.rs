//! A write of a recording: the adapter, told of the same change, must leave the same records by the same request.

use crate::far::{is_same_path, with_ids};
use crate::known;
use crate::recording::Exchange;
use crate::rows::{Edit, changes, edited, lines};
use crate::walk::Walk;
use nameplate_domain::zone::{Change, RrType};
use nameplate_providers::{ApplyError, ErrorKind};

impl Walk {
    pub(crate) async fn write(&mut self, exchange: &Exchange, edits: Vec<Edit>) {
        let (request, response) = (&exchange.request, &exchange.response);
        let refusal = self.tongue.refusal(response);
        let edits = if edits.is_empty() { self.implied(exchange) } else { self.identified(edits, exchange) };
        if edits.is_empty() {
            return self.skip(1, "the request was not kept");
        }
        let (tongue, zone) = (self.tongue, self.zone_row.name.clone());
        if edits.iter().any(|edit| edit.name().is_some_and(|name| name.contains('{'))) {
            return self.skip(1, "the names were not kept");
        }
        self.forget_namesakes(exchange, &edits);
        let mut after = self.rows.clone();
        for edit in &edits {
            match edited(&after, edit, &|raw| tongue.row(raw, &zone)) {
                Ok(rows) => after = rows,
                Err(gap) => return self.skip(1, gap),
            }
        }
        let planned = changes(&self.rows, &after);
        let before = std::mem::take(&mut self.rows);
        self.rows = match refusal {
            None => with_ids(tongue, &zone, after.clone(), request, response),
            Some(_) => before.clone(),
        };
        let is_own = |change: &Change| {
            change
                .key()
                .is_some_and(|(name, rtype)| *rtype == RrType::Ns && name == zone || matches!(rtype, RrType::Other(_)))
        };
        if planned.is_empty() {
            return self.skip(1, "asks for what is there already, or for another TTL");
        }
        if planned.iter().any(is_own) {
            return self.skip(1, "writes what is never written: name servers of the zone, unknown types");
        }
        let next = std::mem::replace(&mut self.rows, before);
        self.begin([self.beside(), vec![exchange.clone()]].concat());
        let applied = self.writer.apply(&self.zone, &planned).await;
        self.rows = next;
        let (sent, rows, gaps, asked) = {
            let scene = self.scene.lock().unwrap();
            (scene.writes.clone(), scene.rows.clone(), scene.gaps.clone(), scene.asked.clone())
        };
        let kind = known::kind(request, &edits, &sent);
        if !gaps.is_empty() {
            return self.fail(format!("writing ({kind}): {gaps:?}"));
        }
        if let Some(refusal) = refusal {
            return self.refused(refusal, applied, &kind);
        }
        if let Err(failed) = applied {
            return self.fail(format!("writing ({kind}) {planned:?}: {failed:?}"));
        }
        if lines(&rows) != lines(&after) {
            let differing = |these: &[String], those: &[String]| -> Vec<String> {
                these.iter().filter(|line| !those.contains(line)).cloned().collect()
            };
            let (came, wanted) = (lines(&rows), lines(&after));
            return self.fail(format!(
                "writing ({kind}) leaves other records than the recording: too much {:?}, too little {:?}",
                differing(&came, &wanted),
                differing(&wanted, &came)
            ));
        }
        if let Some(difference) = known::authentication(&self.key, self.file.auth_header.as_deref(), &asked) {
            return self.fail(difference);
        }
        let is_same =
            matches!(sent.as_slice(), [(one, _)] if one.method == request.method && is_same_path(one, request));
        if !is_same {
            match known::reason(&self.key, &kind, &edits, &planned) {
                Some(why) => *self.report.otherwise.entry(why.to_owned()).or_default() += 1,
                None => return self.fail(format!("is written by other requests: {kind}")),
            }
        }
        self.report.written += 1;
        self.report.replayed += 1;
    }

    /// The edits with the identifiers that were not kept, where the answer has them or only one record can be meant.
    fn identified(&self, mut edits: Vec<Edit>, exchange: &Exchange) -> Vec<Edit> {
        let told = ["result", "data", "record"].iter().find_map(|key| exchange.response.body[*key]["id"].as_str());
        let only = match self.rows.as_slice() {
            [row] if !row.id.is_empty() => Some(row.id.as_str()),
            _ => None,
        };
        for edit in &mut edits {
            if let Edit::Merge { id, .. } | Edit::Remove { id } = edit
                && id.starts_with('{')
            {
                let known = told.filter(|told| self.rows.iter().any(|row| row.id == *told)).or(only);
                *id = known.unwrap_or(id).to_owned();
            }
        }
        edits
    }

    /// Answers that were put together by hand give one identifier to several records: the new one has it.
    fn forget_namesakes(&mut self, exchange: &Exchange, edits: &[Edit]) {
        let told = self.tongue.rows(&exchange.response, &self.zone_row.name);
        if edits.iter().all(|edit| matches!(edit, Edit::Add(_))) {
            self.rows.retain(|row| row.id.is_empty() || !told.iter().any(|new| new.id == row.id));
        }
    }

    fn refused(&mut self, refusal: &str, applied: Result<(), ApplyError>, kind: &str) {
        let close = [ErrorKind::Rejected.as_str(), ErrorKind::Conflict.as_str()];
        match applied {
            Err(failed) if failed.error.kind.as_str() == refusal => self.report.replayed += 1,
            Err(failed) if close.contains(&refusal) && close.contains(&failed.error.kind.as_str()) => {
                self.report.replayed += 1
            }
            other => self.fail(format!("writing ({kind}): {refusal} was answered, and it came to {other:?}")),
        }
    }

    /// What a request whose body was not kept must have said, by its answer.
    fn implied(&self, exchange: &Exchange) -> Vec<Edit> {
        let rows = self.tongue.rows(&exchange.response, &self.zone_row.name);
        match exchange.request.method.as_str() {
            "POST" => rows.into_iter().map(Edit::Add).collect(),
            "PUT" | "PATCH" => {
                rows.into_iter().map(|row| Edit::Merge { id: row.id.clone(), fields: row.raw }).collect()
            }
            _ => vec![],
        }
    }
}
