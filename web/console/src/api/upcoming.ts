/**
 * Endpoints that openapi-v1.yaml does not have yet, in the shape of schema.ts. What the schema has is deleted here; when nothing is left,
 * the file is, with scripts/upcoming.mjs. A path named here wins over the schema's.
 */
import type { components, paths } from './schema';

type Instant = string;
type Answer<Body, Status extends number = 200> = { [status in Status]: { headers: Record<string, string>; content: { 'application/json': Body } } };
type Nothing = { 204: { headers: Record<string, string>; content?: never } };
type Operation<Response, More = object> = { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: Response } & More;
type With<Parameters, Response, Body = never> = {
  parameters: { query?: never; header?: never; path?: never; cookie?: never } & Parameters;
  requestBody: [Body] extends [never] ? undefined : { content: { 'application/json': Body } };
  responses: Response;
};
type Posted<Body, Response> = { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { 'application/json': Body } }; responses: Response };
interface List<Row> { data: Row[]; next_cursor: string | null }
type ById = { path: { id: string } };
type Paged = { limit?: number; cursor?: string };

type Role = 'owner' | 'admin' | 'developer' | 'viewer';
type State = components['schemas']['ConnectionState'];

interface Session {
  kind: 'api_key' | 'member' | 'platform_key';
  tenant: { id: string; name: string } | null;
  application_id: string | null;
  scopes: components['schemas']['Scope'][];
  role: Role | null;
  member: { id: string; email: string; name: string | null } | null;
  key: { id: string; name: string; last4: string } | null;
  tenants: { id: string; name: string; role: Role; member_id: string }[];
  expires_at: Instant | null;
  by_cookie: boolean;
}
interface Member { id: string; email: string; name: string | null; role: Role; created_at: Instant; last_seen_at: Instant | null }
interface Invitation { id: string; email: string; role: Role; created_at: Instant; expires_at: Instant }
interface NewInvitation extends Invitation { url: string }
interface Explanation { sentence: string; waiting_for: 'customer' | 'developer' | 'platform' | 'authority' | 'nobody' }
interface Route { origin: string; source: 'connection' | 'application' | 'platform'; served: boolean; why_not: string | null }
type Seen = { vantages?: components['schemas']['RecordVantage'][] };
type DesiredRecord = components['schemas']['DesiredRecord'] & Seen & { problem: components['schemas']['Problem'] | null };
type OwnershipProof = components['schemas']['OwnershipProof'] & Seen;
type Connection = Omit<components['schemas']['Connection'], 'dns_records' | 'ownership_proofs' | 'certificate'> & {
  dns_records: DesiredRecord[];
  ownership_proofs: OwnershipProof[];
  certificate?: Certificate | null;
  explanation: Explanation;
  route?: Route;
};
interface ConnectionsSummary { total: number; by_state: Record<State, number>; needs_attention: number }
interface ChainCertificate { subject: string; issuer: string; not_before: Instant; not_after: Instant; serial: string; fingerprint_sha256: string }
type Certificate = components['schemas']['Certificate'] & { chain: ChainCertificate[]; renewal: 'authority' | 'life' | null };
interface TimelineEntry {
  id: string;
  at: Instant;
  kind: 'transition' | 'action' | 'event' | 'observation' | 'change_set' | 'delivery' | 'certificate';
  title: string;
  actor: components['schemas']['AuditActor'] | null;
  ref_id: string | null;
  data: Record<string, unknown>;
}
interface UsageDay { date: string; connect: number; active_domain: number; cert: number; api_call: number }
interface PlatformOverview {
  version: string;
  engine: string;
  started_at: Instant;
  tenants: number;
  connections: Record<string, number>;
  certificates: Record<string, number>;
  deliveries: Record<string, number>;
  expiring_soon: number;
  edges_attached: number;
}
interface PlatformTenant {
  id: string;
  name: string;
  created_at: Instant;
  plan: string | null;
  suspended_at: Instant | null;
  suspended_reason: string | null;
  applications: number;
  connections: number;
  live: number;
}
interface PlatformTenantDetail extends PlatformTenant { usage: Record<string, number>; limits: Record<string, number | null> }
interface PlatformEdge {
  id: string;
  version: string;
  started_at: Instant;
  seen_at: Instant;
  attached: boolean;
  certificates: number;
  asks: number;
  ask_hits: number;
  handshakes: number;
  streams: number;
}
interface PlatformQueue { name: string; meaning: string; waiting: number; oldest_ms: number | null }
interface AuthorityBudget { limit: string; capacity: number; available: number; refills_per_hour: number; closed_until: Instant | null }
interface PlatformAuthority { name: string; resting_until: Instant | null; budgets: AuthorityBudget[] }
interface PlatformSeries { name: string; unit: string; meaning: string; points: [number, number][] }
interface PlatformMetrics { interval_s: number; series: PlatformSeries[] }
interface Key { id: string; application_id: string | null; name: string; last4: string; scopes: components['schemas']['Scope'][]; created_at: Instant; last_used_at: Instant | null }

export interface UpcomingSchemas {
  Session: Session;
  Role: Role;
  Member: Member;
  Invitation: Invitation;
  NewInvitation: NewInvitation;
  Explanation: Explanation;
  Route: Route;
  Connection: Connection;
  Certificate: Certificate;
  DesiredRecord: DesiredRecord;
  OwnershipProof: OwnershipProof;
  ChainCertificate: ChainCertificate;
  ConnectionsSummary: ConnectionsSummary;
  TimelineEntry: TimelineEntry;
  UsageDay: UsageDay;
  TenantKey: Key;
  PlatformOverview: PlatformOverview;
  PlatformTenant: PlatformTenant;
  PlatformTenantDetail: PlatformTenantDetail;
  PlatformEdge: PlatformEdge;
  PlatformQueue: PlatformQueue;
  PlatformAuthority: PlatformAuthority;
  PlatformSeries: PlatformSeries;
  PlatformMetrics: PlatformMetrics;
}

type ListConnections = paths['/v1/connections']['get'];
type OneConnection = paths['/v1/connections/{id}']['get'];
/** The answer of an operation that is there, with another body. */
type Answering<Of extends { responses: unknown }, Body> = Omit<Of, 'responses'> & { responses: Omit<Of['responses'], 200> & Answer<Body> };

export interface Upcoming {
  '/v1/session': { get: Operation<Answer<Session>>; post: Operation<Answer<Session, 201>>; delete: Operation<Nothing> };
  '/v1/session/tenant': { post: Posted<{ tenant_id: string }, Answer<Session>> };
  '/v1/sign-in': { get: Operation<Answer<{ oidc: { name: string } | null }>> };
  '/v1/members': { get: { parameters: { query?: Paged }; responses: Answer<List<Member>> } };
  '/v1/members/{id}': { patch: With<ById, Answer<Member>, { role: Role }>; delete: { parameters: ById; responses: Nothing } };
  '/v1/invitations': { get: { parameters: { query?: Paged }; responses: Answer<List<Invitation>> }; post: Posted<{ email: string; role: Role }, Answer<NewInvitation, 201>> };
  '/v1/invitations/{id}': { delete: { parameters: ById; responses: Nothing } };
  '/v1/keys': { get: { parameters: { query?: Paged }; responses: Answer<List<Key>> } };
  '/v1/keys/{id}': { delete: { parameters: ById; responses: Nothing } };
  '/v1/connections': Omit<paths['/v1/connections'], 'get'> & {
    get: Omit<Answering<ListConnections, List<Connection>>, 'parameters'> & {
      parameters: Omit<ListConnections['parameters'], 'query'> & {
        query?: NonNullable<ListConnections['parameters']['query']> & {
          search?: string;
          sort?: '-created_at' | 'created_at' | '-state_since' | 'state_since' | 'hostname' | '-hostname' | 'state';
        };
      };
    };
  };
  '/v1/connections/{id}': Omit<paths['/v1/connections/{id}'], 'get'> & { get: Answering<OneConnection, Connection & { route: Route }> };
  '/v1/connections:summary': { get: { parameters: { query?: { application_id?: string } }; responses: Answer<ConnectionsSummary> } };
  '/v1/connections/{id}/timeline': { get: { parameters: ById & { query?: Paged }; responses: Answer<List<TimelineEntry>> } };
  '/v1/usage/history': { get: { parameters: { query?: { from?: string; to?: string } }; responses: Answer<{ data: UsageDay[] }> } };
  '/v1/platform/overview': { get: Operation<Answer<PlatformOverview>> };
  '/v1/platform/tenants': { get: { parameters: { query?: Paged & { search?: string } }; responses: Answer<List<PlatformTenant>> }; post: Posted<{ name: string }, Answer<PlatformTenant, 201>> };
  '/v1/platform/tenants/{id}': { get: { parameters: ById; responses: Answer<PlatformTenantDetail> }; patch: With<ById, Answer<PlatformTenantDetail>, { plan: string | null }> };
  '/v1/platform/tenants/{id}/suspend': { post: With<ById, Answer<PlatformTenantDetail>, { reason: string }> };
  '/v1/platform/tenants/{id}/resume': { post: { parameters: ById; responses: Answer<PlatformTenantDetail> } };
  '/v1/platform/edges': { get: Operation<Answer<List<PlatformEdge>>> };
  '/v1/platform/queues': { get: Operation<Answer<List<PlatformQueue>>> };
  '/v1/platform/authorities': { get: Operation<Answer<List<PlatformAuthority>>> };
  '/v1/platform/metrics': { get: { parameters: { query?: { minutes?: number } }; responses: Answer<PlatformMetrics> } };
}
