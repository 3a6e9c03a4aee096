//! What is in service, as a backend is given it.

use super::{Memory, Traffic};
use crate::Control;
use nameplate_domain::ask::{Asked, Purpose, judge, origin_of};
use nameplate_store::{InService, StoreError};
use nameplate_traffic::{AcmeDnsAccount, Served, Within};

/// Rows read in one go.
const PAGE: u32 = 1000;

impl Control {
    pub(super) async fn served(
        &self,
        traffic: &Traffic,
        within: &Within,
        memory: &mut Memory,
    ) -> Result<Vec<Served>, StoreError> {
        let rows = match within {
            Within::Everything => self.everybody_in_service().await?,
            Within::Names(names) => {
                let mut rows = Vec::new();
                for name in names {
                    rows.extend(self.reader().in_service_as(name, self.now()).await?);
                }
                rows
            }
        };
        let mut served = Vec::new();
        for row in rows {
            // Nobody reports certificates that are not the backend's.
            let asked = Asked { has_certificate: row.asked.has_certificate || traffic.known_as.is_none(), ..row.asked };
            if judge(Purpose::Serve, &asked, self.now(), self.platform.drift_grace).is_err() {
                continue;
            }
            let account = match traffic.has_accounts {
                true => Some(self.account(&row, memory).await?),
                false => None,
            };
            let (origin, _) = origin_of(None, row.origin.as_deref(), None, &self.platform.default_origin);
            served.push(Served {
                connection: row.id,
                tenant: row.tenant,
                application: row.application,
                origin: origin.to_owned(),
                hostname: row.hostname,
                account,
            });
        }
        Ok(served)
    }

    async fn everybody_in_service(&self) -> Result<Vec<InService>, StoreError> {
        let mut all: Vec<InService> = Vec::new();
        loop {
            let page = self.reader().in_service(all.last().map(|row| row.id), PAGE, self.now()).await?;
            let is_last = page.len() < PAGE as usize;
            all.extend(page);
            if is_last {
                return Ok(all);
            }
        }
    }

    async fn account(&self, row: &InService, memory: &mut Memory) -> Result<AcmeDnsAccount, StoreError> {
        let registration =
            self.own_acme_account(row.tenant, row.id, &row.token, memory.accounts.contains(&row.id)).await?;
        memory.accounts.insert(row.id);
        Ok(AcmeDnsAccount {
            username: registration.username.to_string(),
            key: registration.key,
            subdomain: registration.subdomain,
            fulldomain: registration.fulldomain,
        })
    }
}
