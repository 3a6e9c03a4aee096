//! The pages, from the templates beside this file.

mod domain;
mod settings;

pub(crate) use domain::Domain;
pub(crate) use settings::Settings;

use crate::site::Site;
use nameplate_pages::{Markup, fill};

pub(crate) const STYLE: &str = include_str!("style.css");
pub(crate) const SCRIPT: &str = include_str!("acme.js");
pub(crate) const LOGO: &str = include_str!("logo.svg");
const LAYOUT: &str = include_str!("layout.html");
const SITES: &str = include_str!("sites.html");
const SITE_CARD: &str = include_str!("site_card.html");
const MESSAGE: &str = include_str!("message.html");
const NO_DOMAIN: &str = "<li class=\"none\">No domain of its own yet</li>";
const CARD_DOMAIN: &str =
    "<li><span class=\"host\">{{host}}</span> <span class=\"chip {{tone}}\">{{label}}</span></li>";
const REGISTRAR: &str = "<a href=\"{{url}}\">Sandbox Domains</a>";
/// Domains that a card has room for.
const CARD_DOMAINS_MAX: usize = 3;

/// All sites with their domains.
pub(crate) fn sites(sites: &[(&Site, Vec<Domain>)], registrar_url: &str) -> String {
    let cards = sites.iter().map(|(site, domains)| card(site, domains)).collect();
    in_layout("Your sites", registrar_url, Markup::default(), fill(SITES, &[("cards", cards)]))
}

/// A page with one thing to say, which is not good.
pub(crate) fn message(title: &str, text: &str) -> String {
    let slots = [("title", Markup::text(title)), ("text", Markup::text(text))];
    in_layout(title, "", Markup::default(), fill(MESSAGE, &slots))
}

fn card(site: &Site, domains: &[Domain]) -> Markup {
    let shown = domains.iter().take(CARD_DOMAINS_MAX).map(|domain| {
        let slots = [
            ("host", Markup::text(&domain.shown)),
            ("tone", Markup::fixed(domain.tone)),
            ("label", Markup::text(&domain.label)),
        ];
        fill(CARD_DOMAIN, &slots)
    });
    let more = domains.len().saturating_sub(CARD_DOMAINS_MAX);
    let more = (more > 0).then(|| fill("<li class=\"none\">and {{count}} more</li>", &[("count", count(more))]));
    let none = domains.is_empty().then(|| Markup::fixed(NO_DOMAIN));
    let slots = [
        ("slug", Markup::fixed(site.slug)),
        ("name", Markup::fixed(site.name)),
        ("mark", Markup::fixed(site.mark)),
        ("owner", Markup::fixed(site.owner)),
        ("headline", Markup::fixed(site.headline)),
        ("domains", none.into_iter().chain(shown).chain(more).collect()),
    ];
    fill(SITE_CARD, &slots)
}

fn count(number: usize) -> Markup {
    Markup::text(&number.to_string())
}

fn in_layout(title: &str, registrar_url: &str, scripts: Markup, body: Markup) -> String {
    let registrar = match registrar_url {
        "" => Markup::default(),
        url => fill(REGISTRAR, &[("url", Markup::text(url))]),
    };
    let slots = [("title", Markup::text(title)), ("registrar", registrar), ("scripts", scripts), ("body", body)];
    fill(LAYOUT, &slots).into_string()
}
