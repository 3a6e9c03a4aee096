//! `GET /v1/certificates`.

use super::View;
use crate::caller::{Allowed, ReadConnections};
use crate::failure::Failure;
use crate::page::{List, Window};
use crate::query::{Query, parsed, unknown};
use crate::reply::Shown;
use crate::router::Api;
use crate::schemas::CertificateStatusName;
use axum::extract::State as Given;
use nameplate_domain::certificate::CertificateStatus;
use nameplate_domain::hostname::{Hostname, PlatformNames};
use nameplate_store::{CertificateFilter, ListedCertificate};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Ten years: no certificate lasts longer.
const WITHIN_DAYS_MAX: u16 = 3650;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Params {
    /// Only with this status.
    #[serde(default)]
    #[param(value_type = Option<CertificateStatusName>)]
    status: Option<String>,
    /// Only those that end within so many days.
    #[serde(default, deserialize_with = "parsed")]
    #[param(minimum = 0, maximum = 3650)]
    expiring_within_days: Option<u16>,
    /// Only of exactly this host name.
    #[serde(default)]
    hostname: Option<String>,
    /// Entries of one page; 20 when absent.
    #[serde(default, deserialize_with = "parsed")]
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    cursor: Option<String>,
}

/// The certificate of a connection that holds its host name.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CertificateEntry)]
pub(crate) struct Entry {
    connection_id: Uuid,
    application_id: Uuid,
    hostname: String,
    certificate: View,
}

/// List certificates, those of the newest connections first.
///
/// One entry for each connection that holds its host name and has a certificate, or had an attempt at one. `status=failed` shows
/// what needs a person, `expiring_within_days` what ends soon.
#[utoipa::path(get, path = "/v1/certificates", operation_id = "listCertificates", tag = "certificates",
    security(("api_key" = ["connections:read"])), params(Params))]
pub(crate) async fn handler(
    caller: Allowed<ReadConnections>,
    Given(api): Given<Api>,
    Query(params): Query<Params>,
) -> Result<Shown<List<Entry>>, Failure> {
    let window = Window::read("certificates", params.limit, params.cursor.as_deref())?;
    let filter = filter(params, &api)?;
    let rows = api.control.reader().certificates(caller.tenant, &filter, window.page()).await?;
    Ok(Shown(window.show(rows, |row| (row.connected_at, row.connection.0), Entry::from)))
}

impl From<ListedCertificate> for Entry {
    fn from(row: ListedCertificate) -> Self {
        Self {
            connection_id: row.connection.0,
            application_id: row.application.0,
            hostname: row.certificate.hostname.clone(),
            certificate: row.certificate.into(),
        }
    }
}

fn filter(params: Params, api: &Api) -> Result<CertificateFilter, Failure> {
    let status = |name: String| {
        let known = CertificateStatus::ALL.into_iter().find(|status| status.as_str() == name);
        known.ok_or_else(|| unknown("status", &name, CertificateStatus::ALL.map(CertificateStatus::as_str)))
    };
    let hostname = |text: String| {
        Hostname::parse(&text, &PlatformNames::default())
            .map(|hostname| hostname.to_string())
            .map_err(|error| Failure::invalid(format!("hostname {error}.")))
    };
    if params.expiring_within_days.is_some_and(|within| within > WITHIN_DAYS_MAX) {
        return Err(Failure::invalid(format!("expiring_within_days must be at most {WITHIN_DAYS_MAX}.")));
    }
    let days = |days: u16| Duration::from_hours(24 * u64::from(days));
    Ok(CertificateFilter {
        status: params.status.map(status).transpose()?,
        expiring_before: params.expiring_within_days.map(|within| api.control.now().plus(days(within))),
        hostname: params.hostname.map(hostname).transpose()?,
    })
}
