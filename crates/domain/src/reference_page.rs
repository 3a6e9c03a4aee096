//! The tables of `web/docs/pages/reference/index.md` that say what words of the model mean. Each meaning is a `match`, so that a new
//! word does not compile without one.

use crate::ask::{Asked, Purpose, judge};
use crate::connection::{Announcement, SetupType, Standing, State, UsageKind};
use crate::evidence::ProofMethod;
use crate::tenancy::{Role, Scope};
use crate::time::Timestamp;
use std::fmt::Write as _;
use std::time::Duration;

const PAGE: &str = "reference/index";

fn state_means(state: State) -> &'static str {
    match state {
        State::Created => "it exists, and nothing is proven",
        State::PendingOwnership => "the record that proves ownership is waited for",
        State::Verifying => "some of the zone's servers show that record, others do not yet",
        State::Verified => "ownership is proven: the name is this connection's, and certificates may be had for it",
        State::DnsWriting => "its records are being written with a lent credential",
        State::Propagating => "its records are watched until all of them are there",
        State::Stalled => "it has paused, and `problem` says why; it goes on by itself once that is mended",
        State::IssuingCert => "its records are there, and an edge obtains the certificate",
        State::Live => "visitors are served",
        State::Drifted => "it was live, and its records have other values now, or none",
        State::Failed => "given up: nobody proved it within seven days",
        State::Archived => "taken down, or moved to somebody else",
    }
}

fn setup_type_means(setup_type: SetupType) -> &'static str {
    match setup_type {
        SetupType::Automatic => {
            "Nameplate writes them with a credential that was lent; the way taken where the application has one that sees the zone"
        }
        SetupType::Manual => "the customer adds them by hand; the way taken otherwise",
        SetupType::DomainConnect => {
            "the customer's DNS provider adds them, once its customer has agreed there; set by `POST /v1/connections/{id}/domain-connect`"
        }
        SetupType::Api => "your own code writes them: what is missing is explained as the developer's to do",
        SetupType::Semiautomatic | SetupType::SharedLogin | SetupType::Async => {
            "a word that is kept with the connection for your own books: it is looked after like `manual`"
        }
    }
}

fn proof_means(method: ProofMethod) -> &'static str {
    match method {
        ProofMethod::Txt => "`_customdomain-challenge.<host>` is a TXT with the value of `ownership_challenge`",
        ProofMethod::AcmeCname => {
            "`_acme-challenge.<host>` is the CNAME to this connection's name below `acme.<BASE_DOMAIN>`; it goes on serving certificates"
        }
        ProofMethod::TrafficCname => "`<host>` is a CNAME to the application's own `app-{id}.<BASE_DOMAIN>`",
        ProofMethod::PaasTxt => "`_paas-verify.<host>` is a TXT that contains the token",
        ProofMethod::Credential => {
            "Nameplate wrote the challenge with a lent credential, and saw it at the zone's own servers"
        }
        ProofMethod::DomainConnect => "the provider applied a template that carries the challenge",
        ProofMethod::Operator => {
            "whoever runs the platform brought the name along with its certificate and key, and vouched for it: `nameplate import --operator-vouches`"
        }
    }
}

fn usage_means(kind: UsageKind) -> &'static str {
    match kind {
        UsageKind::Connect => "connections that were started; the one kind that a plan's limit stops",
        UsageKind::ActiveDomain => "host names that are live, or went live in the period",
        UsageKind::Cert => "certificates that edges obtained",
        UsageKind::ApiCall => "requests with an API key or a widget token",
    }
}

fn scope_means(scope: Scope) -> &'static str {
    match scope {
        Scope::ConnectionsRead => {
            "read connections and all that belongs to them, certificates, routes, events, applications and usage"
        }
        Scope::ConnectionsWrite => {
            "start, verify, check, write, move and take down connections and routes; mint widget tokens and share links"
        }
        Scope::AppsAdmin => {
            "look after applications, keys, SSH keys, DNS credentials, webhook endpoints, members and plans; read the audit log and usage"
        }
        Scope::WebhooksWrite => "look after webhook endpoints and deliveries",
        Scope::UsageRead => "read usage, and the plan that holds",
    }
}

fn event_means(event: Announcement) -> &'static str {
    match event {
        Announcement::Added => "records were written with a lent credential",
        Announcement::Verified => "ownership is proven",
        Announcement::SslIssued => "the certificate is stored; always together with the next",
        Announcement::FlowCompleted => "the name is live; once in the life of a connection",
        Announcement::Drift => "a live name's records have lost their values",
        Announcement::Recovered => "they are back",
        Announcement::Transferred => "the name moved to another application or tenant; both sides are told",
        Announcement::Archived => "the name was taken down",
        Announcement::CertificateFailed => "a certificate could not be obtained or renewed; once for each trouble",
        Announcement::WebhookDisabled => {
            "a webhook endpoint failed for so long that it was switched off; about no connection"
        }
    }
}

/// Yes, no, or once it is proven.
fn by_proof(state: State, holds: impl Fn(Standing) -> bool) -> &'static str {
    match [false, true].map(|proven| holds(Standing { state, proven })) {
        [false, false] => "no",
        [true, true] => "yes",
        _ => "once proven",
    }
}

fn served(state: State) -> &'static str {
    let grace = Duration::from_secs(60);
    let at = |standing, second| {
        let since = Timestamp::from_ms(0);
        let asked = Asked { standing, state_since: since, has_certificate: true, suspended: false };
        judge(Purpose::Serve, &asked, since.plus(Duration::from_secs(second)), grace).is_ok()
    };
    match (by_proof(state, |standing| at(standing, 0)), by_proof(state, |standing| at(standing, 60))) {
        (first, later) if first == later => first,
        _ => "for `DRIFT_GRACE`",
    }
}

fn states() -> String {
    let mut text = String::from("| state | means | holds the host name | is served |\n|---|---|---|---|\n");
    for state in State::ALL {
        let holds = by_proof(state, Standing::holds_claim);
        writeln!(text, "| `{state}` | {} | {holds} | {} |", state_means(state), served(state)).unwrap();
    }
    text
}

fn scopes() -> String {
    let mut text = String::from("| scope | may | roles that have it |\n|---|---|---|\n");
    for scope in Scope::ALL {
        let roles = Role::ALL.into_iter().filter(|role| role.scopes().contains(&scope));
        let roles: Vec<String> = roles.map(|role| format!("`{}`", role.as_str())).collect();
        writeln!(text, "| `{scope}` | {} | {} |", scope_means(scope), roles.join(", ")).unwrap();
    }
    text
}

fn two_columns<T: Copy>(
    first: &str,
    second: &str,
    all: &[T],
    name: fn(T) -> &'static str,
    means: fn(T) -> &'static str,
) -> String {
    let mut text = format!("| {first} | {second} |\n|---|---|\n");
    for &one in all {
        writeln!(text, "| `{}` | {} |", name(one), means(one)).unwrap();
    }
    text
}

#[test]
fn the_words_of_the_reference_are_current() {
    let keep = |name: &str, text: &str| nameplate_test_pages::keep(PAGE, name, text);
    keep("states", &states());
    keep(
        "setup types",
        &two_columns("setup type", "who writes the records", &SetupType::ALL, SetupType::as_str, setup_type_means),
    );
    keep("proofs", &two_columns("method", "proven by", &ProofMethod::ALL, ProofMethod::as_str, proof_means));
    keep("usage kinds", &two_columns("kind", "counts", &UsageKind::ALL, UsageKind::as_str, usage_means));
    keep("scopes", &scopes());
    keep("events", &two_columns("event", "when", &Announcement::ALL, Announcement::as_str, event_means));
}
