//! What a tenant used, day by day.

use crate::{Control, Refused};
use nameplate_domain::connection::UsageKind;
use nameplate_domain::day::Day;
use nameplate_domain::tenancy::Caller;
use nameplate_store::USAGE_DAYS_KEPT;

/// Days that are shown when nobody says which.
const DAYS_SHOWN: i32 = 30;

/// What was used on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DayUsed {
    /// The day.
    pub day: Day,
    /// How much of each kind, in the order of [`UsageKind::ALL`].
    pub used: [i64; 4],
}

impl Control {
    /// What the caller's tenant used on each day from `first` to `last`, both included: by default the last thirty. Active domains are
    /// those that went live on that day, and today at least those that are in service now.
    ///
    /// # Errors
    /// [`Refused::Invalid`] when these are no days one after another, or more than are kept; [`Refused::Store`].
    pub async fn usage_by_day(
        &self,
        caller: &Caller,
        first: Option<Day>,
        last: Option<Day>,
    ) -> Result<Vec<DayUsed>, Refused> {
        let today = Day::of(self.now());
        let last = last.unwrap_or(today);
        let first = first.unwrap_or(last.plus_days(1 - DAYS_SHOWN));
        let days = last.days_since(first) + 1;
        if days < 1 {
            return Err(Refused::invalid("from", "must not be after to"));
        }
        if days > USAGE_DAYS_KEPT {
            let message = format!("must be at most {USAGE_DAYS_KEPT} days before to, that day included");
            return Err(Refused::invalid("from", message));
        }
        let mut used = self.used_by_day(caller.tenant, first, last).await?;
        if (first..=last).contains(&today) {
            let in_service = self.reader().domains_in_service(caller.tenant).await?;
            let counted = used.entry((today, UsageKind::ActiveDomain)).or_default();
            *counted = in_service.max(*counted);
        }
        let of = |day| UsageKind::ALL.map(|kind| used.get(&(day, kind)).copied().unwrap_or_default());
        let all = (0..days).map(|n| first.plus_days(n));
        Ok(all.map(|day| DayUsed { day, used: of(day) }).collect())
    }
}
