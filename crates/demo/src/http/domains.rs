//! The sites, and Settings → Domains of each.

use super::Unavailable;
use super::policy::Nonce;
use crate::page::{self, Domain};
use crate::running::Acme;
use crate::site::{SITES, Site};
use axum::Form;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// Who writes the customers' records.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Writer {
    Token,
    Customer,
}

#[derive(Debug, Deserialize)]
pub(super) struct Writing {
    writer: Writer,
}

pub(super) async fn sites(State(acme): State<Arc<Acme>>) -> Result<Html<String>, Unavailable> {
    let mut cards = Vec::with_capacity(SITES.len());
    for site in &SITES {
        cards.push((site, domains_of(&acme, site).await?));
    }
    Ok(Html(page::sites(&cards, &acme.registrar_url)))
}

pub(super) async fn domains(State(acme): State<Arc<Acme>>, Path(site): Path<String>) -> Result<Response, Unavailable> {
    let site = Site::of(&site).ok_or(Unavailable::NoSuchThing)?;
    let domains = domains_of(&acme, site).await?;
    let may_write = acme.sites.nameplate.may_write(acme.sites.application(site)).await?;
    let drawn = Nonce::draw().and_then(|nonce| nonce.policy(&acme.api_origin).map(|policy| (nonce, policy)));
    let Some((nonce, policy)) = drawn else { return Ok(StatusCode::SERVICE_UNAVAILABLE.into_response()) };
    let settings = page::Settings {
        site,
        domains: &domains,
        may_write,
        api_origin: &acme.api_origin,
        registrar_url: &acme.registrar_url,
        nonce: nonce.as_str(),
    };
    let mut response = Html(settings.page()).into_response();
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

/// How far the domains are, in the words of the page.
pub(super) async fn follow(
    State(acme): State<Arc<Acme>>,
    Path(site): Path<String>,
) -> Result<impl IntoResponse, Unavailable> {
    let site = Site::of(&site).ok_or(Unavailable::NoSuchThing)?;
    let domains = domains_of(&acme, site).await?;
    let rows: Vec<Value> = domains
        .iter()
        .map(|domain| json!({ "id": domain.id, "label": domain.label, "tone": domain.tone, "note": domain.note }))
        .collect();
    Ok(([(CACHE_CONTROL, "no-store")], Json(json!({ "domains": rows }))))
}

pub(super) async fn remove(
    State(acme): State<Arc<Acme>>,
    Path((site, connection)): Path<(String, String)>,
) -> Result<Redirect, Unavailable> {
    let site = Site::of(&site).ok_or(Unavailable::NoSuchThing)?;
    // What is in the address comes from a browser: it must be a domain of this very site.
    let connections = acme.sites.connections(site).await?;
    let found = connections.iter().find(|one| one.id == connection).ok_or(Unavailable::NoSuchThing)?;
    acme.sites.nameplate.remove(&found.id).await?;
    Ok(to_domains(site))
}

pub(super) async fn set_writing(
    State(acme): State<Arc<Acme>>,
    Path(site): Path<String>,
    Form(writing): Form<Writing>,
) -> Result<Redirect, Unavailable> {
    let site = Site::of(&site).ok_or(Unavailable::NoSuchThing)?;
    let application = acme.sites.application(site);
    match writing.writer {
        Writer::Token => acme.sites.nameplate.lend(application).await?,
        Writer::Customer => acme.sites.nameplate.take_back(application).await?,
    }
    Ok(to_domains(site))
}

async fn domains_of(acme: &Acme, site: &Site) -> Result<Vec<Domain>, Unavailable> {
    Ok(acme.sites.connections(site).await?.into_iter().map(Domain::from).collect())
}

fn to_domains(site: &Site) -> Redirect {
    Redirect::to(&format!("/sites/{}/domains", site.slug))
}
