//! Every environment variable, once. `web/docs/pages/self-hosting/configuration.md` is this table.

use std::fmt::Write as _;

/// One variable.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// What holds when it is unset.
    pub default: Option<&'static str>,
    /// What it means.
    pub meaning: &'static str,
    /// Who reads it.
    pub section: &'static str,
}

macro_rules! variables {
    ($($section:literal { $($name:ident = $default:expr, $meaning:literal;)* })*) => {
        $($(
            #[doc = $meaning]
            pub(crate) const $name: Variable =
                Variable { name: stringify!($name), default: $default, meaning: $meaning, section: $section };
        )*)*

        /// Every variable, in the order of the documentation.
        pub const VARIABLES: &[Variable] = &[$($($name,)*)*];
    };
}

variables! {
    "Control plane" {
        DATABASE_URL = Some("sqlite://./data/nameplate.db"), "`sqlite://PATH` (made on first start) or `postgres://…`";
        PORT = Some("8080"), "HTTP port of the API";
        LISTEN = None, "Address that listeners bind to, such as `::` for IPv6 and IPv4; unset: `127.0.0.1`, in production `0.0.0.0`";
        INTERNAL_PORT = None, "Serve `/internal/*` and `/metrics` there and nowhere else; unset: on `PORT`";
        BASE_DOMAIN = Some("nameplate.localhost"), "Platform domain: `app-{id}.` and default routes live under it";
        EDGE_CNAME_TARGET = None, "What CNAME records point at; unset: `edge.<BASE_DOMAIN>`";
        EDGE_IPV4 = None, "Comma-separated IPv4 addresses of the edge, for apex records";
        EDGE_IPV6 = None, "Comma-separated IPv6 addresses of the edge, for apex records; edges listen on IPv6 with `LISTEN=::`";
        EDGE_ORIGIN_DEFAULT = Some("http://localhost:3001"), "Where requests go when the application names no origin";
        EDGE_TOKEN = None, "Secret shared by edges and control plane; required in production";
        TOKEN_HMAC_SECRET = None, "Secret that widget tokens and share links are signed with; `new,old` while it is being changed: the first signs, each is believed. Keep the old one for as long as links shall work (30 days at most). Required in production; unset otherwise: one that everybody knows";
        WORKER_ENABLED = Some("0"), "`1` starts the workers: proof, propagation, drift, recovery, expiry";
        WORKER_CONCURRENCY = Some("512"), "Checks under way at once in one process";
        DRIFT_GRACE = Some("7d"), "How long a drifted name goes on being served";
        DEMO_API_KEY = Some("sk_test_demo"), "Key of the demo application; never made in production, where `sk_test_demo` is revoked at start";
        DEMO_PLATFORM_KEY = Some("pk_test_demo"), "Platform key of development: the console's view of the whole platform. Refused in production, where `pk_test_demo` is revoked at start and keys are made with `nameplate admin platform-key create`";
        HTTPS_CHECK_PORT = None, "Port at which `https:check` asks connected host names for their page, as visitors do; unset: `443`, in `nameplate dev` the port of its edge";
        WEB_DIST = None, "Folders, separated by `:`, whose `sdk/v1/` and `console/` are served instead of what is built in, for working on the web parts: `web/widget/dist:web/console/dist`";
        CORS_ALLOWED_ORIGINS = None, "Comma-separated allowlist; unset: origins are reflected";
        TRUSTED_PROXIES = None, "Comma-separated CIDRs of load balancers in front of the API, whose `X-Forwarded-For` is believed. Without it, everybody behind one counts as one address";
        RATE_LIMIT_KEY = Some("200/1000"), "Requests with one API key: so many a second, so many at once; `0`: no limit";
        RATE_LIMIT_WIDGET = Some("50/200"), "The same with one widget token";
        RATE_LIMIT_STRANGERS = Some("50/500"), "The same from one address (IPv6: one /64) without a valid key or token: guesses, and pages for everybody";
        RATE_LIMIT_ADDRESS = Some("1000/5000"), "The same from one address, all in all";
        CD_ENV = None, "`production` refuses unsafe configuration";
        LOG = Some("info"), "Log filter, e.g. `info,nameplate_edge=debug`";
        LOG_FORMAT = Some("text"), "`text` or `json`";
        OTEL_EXPORTER_OTLP_ENDPOINT = None, "Base URL of an OpenTelemetry collector that traces are sent to (OTLP over HTTP), e.g. `http://localhost:4318`; unset: none are recorded";
        OTEL_EXPORTER_OTLP_HEADERS = None, "Headers for it: `name=value` pairs, separated by commas";
        OTEL_SERVICE_NAME = Some("nameplate"), "What traces call this process";
        OTEL_TRACES_SAMPLER_ARG = Some("1"), "Share of traces that are recorded, between 0 and 1; traces that a proxy began are recorded if it says so";
    }
    "DNS" {
        DNS_RESOLVERS = None, "Comma-separated `ip:port` of recursive resolvers; unset: the system's";
        DNS_AUTHORITATIVE = Some("1"), "`1` asks the zone's own servers; `0` asks `DNS_RESOLVERS` (closed networks)";
        DNS_AUTHORITATIVE_PORT = Some("53"), "Port of the authoritative servers";
    }
    "Edge" {
        CONTROLPLANE_URL = Some("http://localhost:8080"), "Base URL of the control plane";
        EDGE_ID = None, "What the control plane knows this edge by; unset: host name and TLS port";
        EDGE_TLS_PORT = Some("8443"), "TLS port";
        EDGE_HTTP_PORT = Some("8081"), "Plain HTTP port: health, metrics, redirects";
        EDGE_PUBLIC_TLS_PORT = None, "Port that visitors see, for redirects; unset: `EDGE_TLS_PORT`";
        EDGE_WORKERS = Some("0"), "Threads that serve visitors; `0`: one for each core";
        EDGE_ISSUER = Some("internal"), "Who signs certificates: `internal`, `letsencrypt`, or several in order: `letsencrypt,zerossl` (known: letsencrypt, zerossl, google, sslcom; others by their directory)";
        EDGE_ACME_EMAIL = None, "Contact that authorities may write to";
        EDGE_ACME_STAGING = Some("false"), "Let's Encrypt's staging environment";
        EDGE_ACME_DIRECTORY = None, "Another ACME directory. This and the following apply to the first authority; each further one has its own with its name behind, e.g. `EDGE_ACME_DIRECTORY_STEP_CA`";
        EDGE_ACME_CA_FILE = None, "Roots (PEM) that the directory's own certificate chains to; unset: the machine's";
        EDGE_ACME_EAB_KID = None, "External account binding: key identifier";
        EDGE_ACME_EAB_HMAC_KEY = None, "External account binding: MAC key, base64url";
        EDGE_ACME_PROFILE = None, "Certificate profile, e.g. `shortlived`; unset: the authority's default";
        EDGE_ACME_CAA = None, "Comma-separated names by which CAA records permit the authority; unset: what is known, and what its directory says";
        EDGE_ACME_LIMITS = None, "`letsencrypt` keeps below Let's Encrypt's rate limits, `none` does not; unset: `letsencrypt`, and `none` for a directory of your own";
        EDGE_REVOKE_REMOVED = Some("0"), "`1` revokes the certificates of names that were taken down, 24 h later";
        EDGE_STORAGE_DIR = Some("./edge-data"), "Certificates, keys, and the internal CA";
        EDGE_DATABASE_URL = None, "`postgres://…` that the edges of a fleet share certificates, challenges and session keys in; unset: `edge.db` in `EDGE_STORAGE_DIR`";
        CREDENTIAL_ENC_KEY = None, "32 bytes (base64 or hex) that delegated DNS credentials, webhook secrets and private keys are sealed with at rest; `new,old` while it is being changed (`nameplate admin rotate-key`). Production needs it to store credentials, to register webhooks, and with `EDGE_DATABASE_URL`";
        ACME_DNS_API_URL = None, "Base URL of the acme-dns service, for edges that do not share its database";
        EDGE_ASK_TIMEOUT = Some("3s"), "Longest wait for one ask";
        EDGE_ASK_POSITIVE_TTL = Some("60s"), "How long a yes is believed";
        EDGE_ASK_NEGATIVE_TTL = Some("5s"), "How long a no is believed";
        EDGE_PROXY_TIMEOUT = Some("30s"), "Longest wait for an origin's response, and between two pieces of it";
        EDGE_ORIGIN_NETWORKS = None, "Comma-separated CIDRs, and `public` for all public addresses, that origins may be in; unset: any. For where tenants choose origins";
        EDGE_TRUSTED_PROXIES = None, "Comma-separated CIDRs of peers whose `X-Forwarded-*` is believed";
        EDGE_DRAIN_TIMEOUT = Some("30s"), "How long requests in flight may go on after SIGTERM";
    }
    "Traffic backends" {
        TRAFFIC_BACKEND = Some("edge"), "Who brings visitors to applications: `edge`, our own; `kubernetes`, a cluster that the workers apply objects to; `gitops`, a git work tree that they commit the same objects to. See [Kubernetes](kubernetes.md)";
        TRAFFIC_FLAVOUR = None, "Which objects: `gateway` (Gateway API), `traefik` or `ingress`; required with `kubernetes` and `gitops`";
        TRAFFIC_NAMESPACES = Some("app-{application}"), "Comma-separated namespaces in which an application's Service may be; `{application}` and `{tenant}` stand for identifiers. A name without either is open to every application";
        TRAFFIC_OWNER = Some("nameplate"), "What this installation is called in labels and as field manager; installations that share a cluster differ in it";
        TRAFFIC_GATEWAY = None, "`NAMESPACE/NAME` of the Gateway, for `gateway`; it must allow ListenerSets and routes of the applications' namespaces";
        TRAFFIC_GATEWAY_HTTP_LISTENER = Some("http"), "The Gateway's listener for plain HTTP";
        TRAFFIC_ENTRY_POINTS = Some("web,websecure"), "Traefik's entry points for plain HTTP and for TLS, for `traefik`";
        TRAFFIC_INGRESS_CLASS = None, "`ingressClassName`, for `ingress`; unset: the cluster's default";
        TRAFFIC_CERTIFICATES = Some("http01"), "Who obtains certificates: `http01`, cert-manager by `TRAFFIC_ISSUER`; `acme_dns`, cert-manager by the delegated challenge at `ACME_DNS_API_URL` (not with `gitops`: it takes Secrets); `none`, whoever ends TLS before the cluster";
        TRAFFIC_ISSUER = None, "cert-manager's issuer for `http01`: `ClusterIssuer/NAME`, or `Issuer/NAME` of each namespace";
        TRAFFIC_ACME_DIRECTORY = Some("https://acme-v02.api.letsencrypt.org/directory"), "The authority for `acme_dns`; `EDGE_ACME_EMAIL` is its contact";
        TRAFFIC_GRANTS = None, "The platform's own namespace, which the host names are kept in that an admission policy lets each namespace use; unset: no policy is written";
        TRAFFIC_KUBECONFIG = None, "How the cluster is reached; unset: `KUBECONFIG`, or the service account of the pod";
        TRAFFIC_LEASE = None, "`NAMESPACE/NAME` of the Lease of the one process that writes to the cluster; unset: `default/<TRAFFIC_OWNER>`";
        TRAFFIC_GIT_FOLDER = None, "The git work tree, for `gitops`; one process has it";
        TRAFFIC_GIT_PATH = Some("nameplate"), "The folder in it that is ours";
        TRAFFIC_GIT_REMOTE = None, "Where commits are pushed to; what a remote does not take is not committed. Unset: they are not pushed";
        TRAFFIC_GIT_AUTHOR = None, "Who commits: `NAME <ADDRESS>`; unset: `Nameplate <nameplate@BASE_DOMAIN>`";
    }
    "Domain Connect" {
        PUBLIC_URL = None, "Where browsers reach the API, e.g. `https://api.saas.example`; unset: `http://localhost:<PORT>`";
        DOMAIN_CONNECT_PROVIDER_ID = None, "What our templates are known by at DNS providers, mostly a domain of yours; unset: no Domain Connect. `nameplate dev`: `BASE_DOMAIN`";
        DOMAIN_CONNECT_PROVIDER_NAME = None, "The same for people; unset: the identifier";
        DOMAIN_CONNECT_KEY_FILE = None, "RSA key (PKCS #8, PEM) that signs requests. `nameplate admin domain-connect` prints the TXT records of its public half, and the templates";
        DOMAIN_CONNECT_KEY_LABEL = Some("_dck1"), "Label of those TXT records";
        DOMAIN_CONNECT_KEY_DOMAIN = None, "Domain below which they stand; unset: `BASE_DOMAIN`";
    }
    "Plans and billing" {
        DEFAULT_PLAN = None, "Plan of new tenants: `free`, `pro`, `growth` or `enterprise`; unset: `free` with a billing provider, else `enterprise`";
        UPGRADE_URL = None, "Where tenants that have used up their plan find another; unset: `<PUBLIC_URL>/console/usage/plan`";
        BILLING_RETURN_URL = None, "Where people come back to from the billing provider; unset: `UPGRADE_URL`";
        STRIPE_SECRET_KEY = None, "Secret or restricted key of a Stripe account; unset: no billing provider, and every tenant switches plans freely";
        STRIPE_WEBHOOK_SECRET = None, "Signing secret of the endpoint that Stripe tells of changes: `<PUBLIC_URL>/v1/billing/webhook`, with `checkout.session.completed`, `customer.subscription.*`, `invoice.paid` and `invoice.payment_failed`";
        STRIPE_PRICE_PRO = None, "Identifier of the price of `pro`; unset: not for sale";
        STRIPE_PRICE_GROWTH = None, "The same for `growth`";
        STRIPE_PRICE_ENTERPRISE = None, "The same for `enterprise`";
        STRIPE_BASE_URL = None, "Another server that speaks Stripe's API, for tests; refused in production";
    }
    "Signing in to the console" {
        OIDC_ISSUER = None, "Identity provider that people sign in with by OpenID Connect, exactly as it calls itself, e.g. `https://id.acme.example/realms/acme`; unset: only keys sign in. At the provider, allow `<PUBLIC_URL>/console/sign-in/oidc/return` as redirect URI";
        OIDC_CLIENT_ID = None, "What the provider knows this platform by";
        OIDC_CLIENT_SECRET = None, "Secret of that client";
        OIDC_NAME = Some("single sign-on"), "What the provider is called on the page where people sign in";
        OIDC_SCOPES = Some("openid email profile"), "Scopes that are asked for, separated by blanks";
        OIDC_CA_FILE = None, "Roots (PEM) that the provider's certificate is verified against, besides the machine's";
    }
    "ACME DNS (`nameplate acme-dns`)" {
        ACME_DNS_PORT = Some("53"), "Port of the authoritative DNS server for `acme.<BASE_DOMAIN>`; `nameplate dev`: 5353";
        ACME_DNS_API_PORT = Some("8082"), "Port of the acme-dns REST API";
        ACME_DNS_NAMESERVERS = None, "Comma-separated names of this zone's servers; unset: `ns1.acme.<BASE_DOMAIN>`";
        ACME_DNS_IPV4 = None, "Comma-separated IPv4 addresses of the zone's servers, in the order of their names; unset: `EDGE_IPV4`";
        ACME_DNS_IPV6 = None, "Comma-separated IPv6 addresses of the zone's servers";
    }
    "SSH (`nameplate ssh`)" {
        SSH_PORT = Some("2222"), "Port on which the commands `domain` and `route` are taken over SSH. See [SSH](../guides/ssh.md)";
        SSH_BIND_ADDR = None, "Address that it binds to; unset: that of `LISTEN`";
        SSH_HOST_KEY = Some("./data/ssh_host_key"), "The server's private key, as OpenSSH keeps it; made on first start. Nodes behind one name have the same file";
    }
    "Demo and sandbox (`nameplate dev`)" {
        DEMO_PORT = Some("3100"), "Port of Acme Sites, the demo SaaS with the widget; needs `DEMO_API_KEY`";
        SANDBOX_PORT = Some("8083"), "Port of the sandbox's DNS panel";
        SANDBOX_DNS_PORT = Some("5300"), "Port of the sandbox's DNS server";
        SANDBOX_DATA_FILE = Some("./data/sandbox.json"), "Where the sandbox keeps its zones";
    }
}

/// The table of `web/docs/pages/self-hosting/configuration.md`.
#[must_use]
pub fn table() -> String {
    let mut text = String::new();
    let mut section = "";
    for variable in VARIABLES {
        if variable.section != section {
            section = variable.section;
            let _ = write!(text, "\n## {section}\n\n| variable | meaning | default |\n|---|---|---|\n");
        }
        let default = variable.default.map_or_else(|| "unset".to_owned(), |value| format!("`{value}`"));
        let _ = writeln!(text, "| `{}` | {} | {default} |", variable.name, variable.meaning);
    }
    text.push_str(
        "\n## DNS providers\n\n`PROVIDER_BASE_URL_<KEY>` (such as `PROVIDER_BASE_URL_POWERDNS`) replaces scheme, host and port of a provider's API, \
         and may add a path before the API's own; the key is the provider's, in capitals. For `rfc2136` it is `host:port` of the primary. \
         Production refuses it, except for `powerdns` and `rfc2136`, which everybody runs for themselves.\n",
    );
    text
}

/// Secrets of keys that everybody knows: those of development.
pub const KNOWN_KEYS: [Option<&str>; 2] = [DEMO_API_KEY.default, DEMO_PLATFORM_KEY.default];

/// What `nameplate dev` sets unless the developer did.
pub const DEV_DEFAULTS: &[(&Variable, &str)] =
    &[(&WORKER_ENABLED, "1"), (&ACME_DNS_PORT, "5353"), (&LOG, "warn,nameplate=info")];
