//! The world: every part of the control plane but the program around it.

use crate::answer::Answer;
use crate::clock::HandClock;
use crate::database::{Database, Engine};
use crate::guard::Guard;
use crate::person::{People, Person};
use crate::relay::Relay;
use crate::until::until;
use nameplate_api::{Api, ApiSettings};
use nameplate_control::reconcilers::{DeliverySettings, WorkerSettings};
use nameplate_control::{
    Commerce, Control, DomainConnect, Fleet, Identified, KeySecret, NewApiKey, NewInvitation, Platform, Refused,
    TokenSecrets,
};
use nameplate_dns::observe::{Observer, ObserverSettings};
use nameplate_domain::application::Application;
use nameplate_domain::records::{Record, RecordType};
use nameplate_domain::tenancy::{Caller, Operator, Role, Scope, Scopes, Whence};
use nameplate_domain::time::Clock;
use nameplate_providers::Access;
use nameplate_providers::domain_connect::{SigningKey, TemplateSettings};
use nameplate_sandbox::{PlatformZone, RunningSandbox, Sandbox, SandboxSettings};
use nameplate_sealing::Sealer;
use nameplate_store::{Store, StoreOptions};
use serde_json::{Value, json};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::AbortHandle;

/// The platform's domain in a world.
pub const BASE_DOMAIN: &str = "nameplate.localhost";
/// What record templates point at in a world.
pub const EDGE_TARGET: &str = "edge.nameplate.localhost";
/// What a world signs widget tokens and share links with.
pub const TOKEN_SECRET: &str = "a secret of this world only";

const ANY_PORT: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// What a world is made of, where tests differ.
#[derive(Clone, Debug)]
pub struct WorldSettings {
    /// The database.
    pub engine: Engine,
    /// The API's settings.
    pub api: ApiSettings,
    /// Whether the sandbox's API is reached through a [`Relay`], which can be told to fail.
    pub relayed: bool,
    /// Whether the platform is known to DNS providers that let their customers consent (Domain Connect).
    pub known_to_providers: bool,
    /// What CAA records call the certification authorities in use; empty where certificates come from an own one.
    pub ca_identities: Vec<String>,
    /// Plans, and who is paid for them.
    pub commerce: Commerce,
    /// Files of roots that visits believe besides the machine's.
    pub roots: Vec<PathBuf>,
}

impl Default for WorldSettings {
    fn default() -> Self {
        Self {
            engine: Engine::wanted(),
            api: ApiSettings::default(),
            relayed: false,
            known_to_providers: false,
            ca_identities: vec![],
            commerce: Commerce::default(),
            roots: vec![],
        }
    }
}

/// A control plane with a sandbox, an API on a real port, and people.
#[derive(Debug)]
pub struct World {
    /// The operations.
    pub control: Control,
    /// The store under them.
    pub store: Store,
    /// The clock of all parts.
    pub clock: Arc<HandClock>,
    /// The customers' DNS host.
    pub sandbox: RunningSandbox,
    /// What stands between the control plane and the sandbox's API, where that was asked for.
    relay: Option<Relay>,
    /// The API.
    pub api: Api,
    /// Where the API is served.
    pub addr: SocketAddr,
    /// Who calls.
    pub people: People,
    /// The demo tenant's application.
    pub application: Application,
    /// The demo key's caller, for operations without HTTP.
    pub caller: Caller,
    tasks: Vec<AbortHandle>,
    // Last, so that it is removed when nobody uses it any more.
    _database: Database,
}

impl World {
    /// A world on the engine that `NAMEPLATE_TEST_ENGINE` names.
    pub async fn start() -> Self {
        Self::on(Engine::wanted()).await
    }

    /// A world on this engine.
    pub async fn on(engine: Engine) -> Self {
        Self::with(WorldSettings { engine, ..WorldSettings::default() }).await
    }

    /// A world in which [`World::relay`] stands in front of the sandbox's API.
    pub async fn relayed() -> Self {
        Self::with(WorldSettings { relayed: true, ..WorldSettings::default() }).await
    }

    /// A world whose platform is known to DNS providers that let their customers consent.
    pub async fn known_to_providers() -> Self {
        Self::with(WorldSettings { known_to_providers: true, ..WorldSettings::default() }).await
    }

    /// A world with other settings.
    pub async fn with(settings: WorldSettings) -> Self {
        let clock = Arc::new(HandClock::default());
        let database = Database::create(settings.engine).await;
        let options = StoreOptions { pool_size: 4, ..StoreOptions::default() };
        let store = Store::open(&database.url(), options).await.unwrap();
        let listener = TcpListener::bind(ANY_PORT).await.unwrap();
        let addr = listener.local_addr().unwrap();
        let known_by = settings.known_to_providers.then(|| Arc::new(domain_connect(addr)));
        let sandbox = open_sandbox(Arc::clone(&clock) as Arc<dyn Clock>, known_by.as_deref()).await;
        let sandbox_url = format!("http://{}", sandbox.http_addr());
        let relay = if settings.relayed { Some(Relay::start(&sandbox_url).await) } else { None };
        let observer = observer(&sandbox, Arc::clone(&clock) as Arc<dyn Clock>);
        let fleet = fleet(relay.as_ref().map_or(sandbox_url, Relay::url)).known_by(known_by);
        let platform = Platform { ca_identities: settings.ca_identities, ..platform() };
        let control = Control::new(store.clone(), observer, Arc::clone(&clock) as Arc<dyn Clock>, platform, fleet);
        let control = control.selling(settings.commerce).signing_with(TokenSecrets::parse(TOKEN_SECRET).unwrap());
        let control = control.visiting(443, settings.roots);
        let api = Api::new(control.clone(), ApiSettings { public_url: format!("http://{addr}"), ..settings.api });
        let mut tasks = Vec::new();

        keep_current(&control, &mut tasks);
        serve(listener, nameplate_api::router(&api), &mut tasks);

        let application = control.seed_demo(&KeySecret::chosen("sk_test_demo".into())).await.unwrap();
        control.seed_platform_key(&KeySecret::chosen("pk_test_demo".into())).await.unwrap();
        let caller = control.authenticate("sk_test_demo").await.unwrap().unwrap();
        let people = people(&control, &caller, &application, addr).await;
        Self {
            control,
            store,
            clock,
            sandbox,
            relay,
            api,
            addr,
            people,
            application,
            caller,
            tasks,
            _database: database,
        }
    }

    /// What stands in front of the sandbox's API.
    ///
    /// # Panics
    /// In a world that was not started by [`World::relayed`].
    #[must_use]
    pub fn relay(&self) -> &Relay {
        self.relay.as_ref().unwrap()
    }

    /// Serves another router of this world's API, e.g. the internal one, at the address it gives.
    pub async fn serve(&mut self, router: axum::Router) -> SocketAddr {
        let listener = TcpListener::bind(ANY_PORT).await.unwrap();
        let addr = listener.local_addr().unwrap();
        serve(listener, router, &mut self.tasks);
        addr
    }

    /// A second process's API on this world's database, at the address it gives.
    pub async fn second_api(&mut self) -> SocketAddr {
        let options = StoreOptions { pool_size: 4, exclusive: false };
        let store = Store::open(&self._database.url(), options).await.unwrap();
        let clock = Arc::clone(&self.clock) as Arc<dyn Clock>;
        let fleet = fleet(format!("http://{}", self.sandbox.http_addr()));
        let control = Control::new(store, observer(&self.sandbox, Arc::clone(&clock)), clock, platform(), fleet);
        keep_current(&control, &mut self.tasks);
        self.serve(nameplate_api::router(&Api::new(control, ApiSettings::default()))).await
    }

    /// Starts the workers.
    pub fn start_workers(&mut self) {
        let (control, settings) = (self.control.clone(), WorkerSettings::default());
        self.tasks.push(tokio::spawn(async move { control.work(settings, Arc::default()).await }).abort_handle());
    }

    /// Lets time pass.
    pub fn pass(&self, time: Duration) {
        self.clock.pass(time);
    }

    /// Starts a connection of the demo application.
    pub async fn connect(&self, hostname: &str) -> Answer {
        self.connect_by(&self.people.demo, hostname).await
    }

    /// As [`World::connect`], by somebody of the demo tenant.
    pub async fn connect_by(&self, person: &Person, hostname: &str) -> Answer {
        let body = json!({"application_id": self.application.id, "hostname": hostname});
        person.post("/v1/connections", body).await.expect(201)
    }

    /// A connection whose ownership is proven.
    pub async fn proven(&self, hostname: &str) -> Answer {
        let connection = self.connect(hostname).await;
        self.publish("TXT", connection.at("/ownership_challenge/name"), connection.at("/ownership_challenge/value"))
            .await;
        self.people
            .demo
            .post(&format!("/v1/connections/{}/verify", connection.at("/id")), Value::Null)
            .await
            .expect(200)
    }

    /// A connection that is live: proven, with its records published. (No edge is attached to a world.)
    pub async fn live(&self, hostname: &str) -> Answer {
        let connection = self.proven(hostname).await;
        self.publish("CNAME", hostname, EDGE_TARGET).await;
        let path = format!("/v1/connections/{}", connection.at("/id"));
        let report = self.people.demo.post(&format!("{path}/records:check"), Value::Null).await.expect(200);
        assert_eq!(report.at("/state"), "live", "{report:#?}");
        self.people.demo.get(&path).await.expect(200)
    }

    /// Somebody who was invited by whoever runs the platform, and has signed in.
    pub async fn member(&self, email: &str, role: Role) -> Person {
        let operator = Caller::operator(self.caller.tenant);
        let new = NewInvitation { email: email.into(), role };
        let (_, link) = self.control.create_invitation(&operator, new, None).await.unwrap();
        self.enter(email, Some(link.reveal())).await.unwrap()
    }

    /// Somebody with this e-mail address, signed in.
    ///
    /// # Errors
    /// What refuses them.
    pub async fn enter(&self, email: &str, invitation: Option<&str>) -> Result<Person, Refused> {
        let person = Identified {
            issuer: "https://id.example".into(),
            subject: email.to_lowercase(),
            verified_email: Some(email.into()),
            name: Some("Ada".into()),
        };
        let (_, token) = self.control.enter(&person, invitation, None, &Whence::default()).await?;
        Ok(self.people.nobody.with_cookie(&format!("nameplate_session={}", token.reveal())))
    }

    /// Lends the demo application a credential of the sandbox.
    pub async fn lend(&self, token: &str) -> Answer {
        let path = format!("/v1/applications/{}/credentials", self.application.id);
        self.people.demo.post(&path, json!({"provider": "sandbox", "token": token})).await.expect(201)
    }

    /// Somebody with a widget token of the demo application; for `domain` only, if there is one.
    pub async fn browser(&self, domain: Option<&str>) -> Person {
        let body = json!({"application_id": self.application.id, "domain": domain});
        let minted = self.people.demo.post("/v1/tokens", body).await.expect(201);
        self.people.nobody.with_key(minted.at("/auth_token"))
    }

    /// Lets time pass, a second at a time, until the workers have brought a connection into `state`.
    pub async fn until_state(&self, id: &str, state: &str) -> Answer {
        until(&format!("{id} to be {state}"), async || {
            self.pass(Duration::from_secs(1));
            let shown = self.people.demo.get(&format!("/v1/connections/{id}")).await.expect(200);
            (shown.at("/state") == state).then_some(shown)
        })
        .await
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.tasks.iter().for_each(AbortHandle::abort);
    }
}

async fn open_sandbox(clock: Arc<dyn Clock>, known_by: Option<&DomainConnect>) -> RunningSandbox {
    let mut records = vec![Record::new(EDGE_TARGET, RecordType::A, "127.0.0.1", 60)];
    let mut templates = Vec::new();
    if let Some(known_by) = known_by {
        let key_name = format!("{}.{BASE_DOMAIN}", known_by.key_label);
        let keys = known_by.key.public_key_records();
        records.extend(keys.iter().map(|part| Record::new(key_name.clone(), RecordType::Txt, part, 60)));
        templates = known_by.templates.templates().into_iter().map(|(_, template)| template).collect();
    }
    let settings = SandboxSettings {
        dns_addr: ANY_PORT,
        http_addr: ANY_PORT,
        platform: vec![PlatformZone { apex: BASE_DOMAIN.into(), records }],
        templates,
        also: vec![],
        data_file: None,
        first_records: vec![],
        clock,
    };
    Sandbox::start(settings).await.unwrap()
}

/// What providers know the platform by, with a key that is good for this world only.
fn domain_connect(api: SocketAddr) -> DomainConnect {
    let mut templates = TemplateSettings::new(BASE_DOMAIN, "Nameplate", BASE_DOMAIN, BASE_DOMAIN);
    templates.edge_ipv4 = vec![Ipv4Addr::LOCALHOST];
    let key = SigningKey::generate().unwrap();
    DomainConnect { templates, key, key_label: "_dck1".into(), public_url: format!("http://{api}") }
}

fn observer(sandbox: &RunningSandbox, clock: Arc<dyn Clock>) -> Observer {
    let settings = ObserverSettings {
        resolvers: vec![sandbox.dns_addr()],
        authoritative: true,
        authoritative_port: sandbox.dns_addr().port(),
        allow_private_servers: true,
        query_timeout: Duration::from_millis(500),
        ..ObserverSettings::default()
    };
    Observer::new(settings, clock).unwrap()
}

fn platform() -> Platform {
    Platform {
        base_domain: BASE_DOMAIN.into(),
        edge_cname_target: EDGE_TARGET.into(),
        edge_ipv4: vec![Ipv4Addr::LOCALHOST],
        edge_ipv6: vec![],
        default_origin: "http://localhost:3001".into(),
        drift_grace: Duration::from_hours(7 * 24),
        edge_silence_max: Duration::from_secs(60),
        ca_identities: vec![],
        sandbox: true,
    }
}

/// What every process that serves does beside answering.
fn keep_current(control: &Control, tasks: &mut Vec<AbortHandle>) {
    let following = control.clone();
    tasks.push(tokio::spawn(async move { following.follow_signals().await }).abort_handle());
    let placing = control.clone();
    tasks.push(tokio::spawn(async move { placing.place_events().await }).abort_handle());
    let telling = control.clone();
    tasks.push(tokio::spawn(async move { telling.follow_events().await }).abort_handle());
    let delivering = control.clone();
    let settings = DeliverySettings::default();
    tasks.push(tokio::spawn(async move { delivering.deliver(settings).await }).abort_handle());
}

fn serve(listener: TcpListener, router: axum::Router, tasks: &mut Vec<AbortHandle>) {
    let serving = nameplate_api::serve_with_peers(listener, router, vec![], std::future::pending());
    tasks.push(tokio::spawn(async move { serving.await.unwrap() }).abort_handle());
}

async fn people(control: &Control, demo: &Caller, application: &Application, addr: SocketAddr) -> People {
    let nobody = Person::nobody(addr, Arc::new(Guard::new()));
    let with = async |name: &str, scopes: &[Scope]| {
        let new = NewApiKey { name: name.into(), scopes: Scopes::from_iter(scopes.iter().copied()) };
        let (_, secret) = control.create_api_key(demo, application.id, new, None).await.unwrap();
        nobody.with_key(secret.reveal())
    };
    let (_, _, stranger) =
        control.create_tenant(&Operator::at_the_command_line(), "Somebody else", None, None).await.unwrap();
    People {
        demo: nobody.with_key("sk_test_demo"),
        reader: with("reader", &[Scope::ConnectionsRead]).await,
        writer: with("writer", &[Scope::ConnectionsRead, Scope::ConnectionsWrite]).await,
        admin: with("admin", &[Scope::AppsAdmin]).await,
        stranger: nobody.with_key(stranger.reveal()),
        operator: nobody.with_key("pk_test_demo"),
        nobody,
    }
}

/// The way to the sandbox's API, with credentials sealed.
fn fleet(sandbox_url: String) -> Fleet {
    let base_urls = [("sandbox".to_owned(), sandbox_url)];
    let access = Access::new(base_urls.into(), true, Arc::new(HandClock::default())).unwrap();
    let key = "5a".repeat(32);
    Fleet::new(access, Some(Sealer::parse(&key).unwrap()), false)
}
