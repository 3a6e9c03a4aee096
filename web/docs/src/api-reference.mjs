// The API reference: Markdown from openapi-v1.yaml, a page for each operation.

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
/** How far fields of fields are told; deeper ones are named by their type. */
const DEPTH_MAX = 4;
const SAID_ONCE = new Set(['429', '500', '503', '413', '415']);

/** @returns {import('./pages.mjs').Page[]} */
export function apiPages(document) {
  const operations = operationsOf(document);
  const tags = document.tags.filter(({ name }) => operations.some(({ tag }) => tag === name));
  return [overview(document, tags, operations), ...operations.map((operation) => operationPage(document, operation))];
}

/** Tags with the slugs of their operations, for lists. */
export function apiContents(document) {
  const operations = operationsOf(document);
  return document.tags
    .map(({ name }) => ({ title: name, slugs: operations.filter(({ tag }) => tag === name).map(slugOf) }))
    .filter(({ slugs }) => slugs.length > 0);
}

function operationsOf(document) {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({ path, method, tag: item[method].tags[0], ...item[method] })));
}

const slugOf = ({ tag, operationId }) => `api-reference/${tag}/${operationId}`;

function overview(document, tags, operations) {
  const rows = (name) => operations.filter(({ tag }) => tag === name)
    .map((operation) => `| \`${operation.method.toUpperCase()}\` | [\`${operation.path}\`](${operation.tag}/${operation.operationId}.md) | ${cell(firstSentence(operation.summary))} |`);
  const lists = tags.map(({ name, description }) => `## ${capital(name)}\n\n${description}\n\n| | | |\n|---|---|---|\n${rows(name).join('\n')}`);
  const schemes = Object.entries(document.components.securitySchemes).map(([name, { description }]) => `- \`${name}\`: ${description}`);
  return {
    slug: 'api-reference/index',
    title: 'Overview',
    description: 'Every operation of the API, written from openapi-v1.yaml.',
    markdown: `# API reference

${document.info.description}

These pages are written from \`openapi-v1.yaml\`, which the program itself writes: \`nameplate openapi\` prints it, and a test holds the committed one and
every answer of the tests against it. Conventions that all operations share (errors, pages of lists, idempotency, limits of rate) are in
[the reference](../reference/index.md).

## Credentials

${schemes.join('\n')}

${lists.join('\n\n')}`,
  };
}

function operationPage(document, operation) {
  const resolve = (schema) => resolved(document, schema);
  const parts = [
    `# ${firstSentence(operation.summary).replace(/\.$/, '')}`,
    `\`\`\`http\n${operation.method.toUpperCase()} ${operation.path}\n\`\`\``,
    [afterFirstSentence(operation.summary), operation.description].filter(Boolean).join('\n\n').replaceAll('<', '&lt;'),
    credentials(document, operation),
    parameters(resolve, operation),
    requestBody(resolve, operation),
    responses(document, resolve, operation),
  ];
  return {
    slug: slugOf(operation),
    title: operation.operationId,
    description: firstSentence(operation.summary),
    markdown: parts.filter(Boolean).join('\n\n'),
    label: { method: operation.method.toUpperCase(), path: operation.path },
  };
}

function credentials(document, operation) {
  const security = operation.security ?? document.security ?? [];
  if (security.length === 0) return 'It asks for no credential.';
  const ways = security.flatMap((way) => Object.entries(way).map(([name, scopes]) => `\`${name}\`${scopes.length ? ` (${scopes.map((scope) => `\`${scope}\``).join(', ')})` : ''}`));
  return `Taken with ${ways.join(', or ')}: see [credentials](../index.md#credentials).`;
}

function parameters(resolve, { parameters: list = [] }) {
  if (list.length === 0) return '';
  const rows = list.map((parameter) => row(`\`${parameter.name}\``, `${parameter.in}, ${typeOf(resolve, parameter.schema)}${parameter.required ? ', **required**' : ''}`, said(resolve, parameter.schema, parameter.description)));
  return `## Parameters\n\n${table('parameter', rows)}`;
}

function requestBody(resolve, { requestBody: body }) {
  const content = body?.content?.['application/json'];
  if (!content) return '';
  const rows = fields(resolve, content.schema);
  return ['## Body', rows.length ? table('field', rows) : '', example(content)].filter(Boolean).join('\n\n');
}

function responses(document, resolve, operation) {
  const told = Object.entries(operation.responses).map(([status, response]) => [status, resolve(response)]);
  const good = told.filter(([status]) => status.startsWith('2') || status.startsWith('3'));
  const bad = told.filter(([status]) => !status.startsWith('2') && !status.startsWith('3'));
  const parts = good.map(([status, response]) => {
    const content = response.content?.['application/json'];
    const kinds = Object.keys(response.content ?? {}).filter((kind) => kind !== 'application/json');
    const rows = content ? fields(resolve, content.schema) : [];
    return [
      `## Answer ${status}`, response.description + (kinds.length ? ` As \`${kinds.join('`, `')}\`.` : ''),
      rows.length ? table('field', rows) : '', content ? example(content) : '',
    ].filter(Boolean).join('\n\n');
  });
  const errors = bad.filter(([status]) => !SAID_ONCE.has(status)).map(([status, { description }]) => `| \`${status}\` | ${cell(description)} |`);
  if (errors.length) {
    parts.push(`## Errors\n\nEach is \`{"error":{"code","message","ref"}}\`; [the reference](../../reference/index.md) has every code.\n\n| status | |\n|---|---|\n${errors.join('\n')}`);
  }
  return parts.join('\n\n');
}

/** Rows for the fields of an object, those of what is inside it below. */
function fields(resolve, schema, before = '', depth = 0, seen = []) {
  const { value, isArray } = inside(resolve, schema);
  const name = schemaName(schema);
  const properties = value?.properties;
  if (!properties || depth >= DEPTH_MAX || (name && seen.includes(name))) return [];
  const required = new Set(value.required ?? []);
  const start = isArray ? (before ? `${before}[].` : '[].') : before ? `${before}.` : '';
  return Object.entries(properties).flatMap(([key, property]) => {
    const full = `${start}${key}`;
    const must = required.has(key) ? '' : ', optional';
    return [
      row(`\`${full}\``, `${typeOf(resolve, property)}${must}`, said(resolve, property)),
      ...fields(resolve, property, full, depth + 1, name ? [...seen, name] : seen),
    ];
  });
}

const table = (what, rows) => `| ${what} | type | meaning |\n|---|---|---|\n${rows.join('\n')}`;
const row = (name, type, meaning) => `| ${name} | ${type} | ${cell(meaning)} |`;
const cell = (text = '') => String(text).replaceAll('\n', ' ').replaceAll('|', '\\|').replaceAll('<', '&lt;');

function example(content) {
  const value = content.example ?? Object.values(content.examples ?? {})[0]?.value;
  return value === undefined ? '' : `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
}

function said(resolve, schema, description) {
  const known = notNull(resolve, schema);
  const values = known.enum ?? (known.const !== undefined ? [known.const] : undefined);
  const text = description ?? schema?.description ?? branch(schema)?.description ?? known.description ?? '';
  const bounds = [
    known.default !== undefined ? `default \`${JSON.stringify(known.default)}\`` : '',
    known.minimum !== undefined && known.maximum !== undefined ? `${known.minimum} to ${known.maximum}` : '',
  ].filter(Boolean).join(', ');
  const options = values && values.length <= 20 ? `One of ${values.map((value) => `\`${value}\``).join(', ')}.` : '';
  return [text, options, bounds && capital(`${bounds}.`)].filter(Boolean).join(' ');
}

function typeOf(resolve, schema) {
  if (!schema) return '';
  const isNullable = [schema.type].flat().includes('null') || (schema.oneOf ?? schema.anyOf ?? []).some(({ type }) => type === 'null');
  const known = notNull(resolve, schema);
  const plain = [known.type].flat().filter((type) => type && type !== 'null').join(' or ') || (known.properties ? 'object' : known.oneOf || known.anyOf ? 'one of several' : 'any');
  const type = plain === 'array' ? `array of ${typeOf(resolve, known.items) || 'any'}` : known.format && plain === 'string' ? known.format : plain;
  return isNullable ? `${type} or null` : type;
}

/** What an array holds, or the thing itself, with what may be null taken away. */
function inside(resolve, schema) {
  const known = notNull(resolve, schema);
  return [known.type].flat().includes('array') ? { value: merged(resolve, notNull(resolve, known.items ?? {})), isArray: true } : { value: merged(resolve, known), isArray: false };
}

function merged(resolve, schema) {
  if (!schema.allOf) return schema;
  const all = schema.allOf.map((part) => merged(resolve, resolve(part)));
  return { ...schema, properties: Object.assign({}, ...all.map(({ properties }) => properties), schema.properties), required: [...all.flatMap(({ required = [] }) => required), ...(schema.required ?? [])] };
}

const branch = (schema) => (schema?.oneOf ?? schema?.anyOf)?.find(({ type }) => type !== 'null');
function notNull(resolve, schema = {}) {
  const one = (schema.oneOf ?? schema.anyOf)?.filter(({ type }) => type !== 'null');
  return resolve(one?.length === 1 ? one[0] : schema);
}
const schemaName = (schema) => JSON.stringify(schema)?.match(/#\/components\/schemas\/(\w+)/)?.[1];

function resolved(document, schema) {
  if (!schema?.$ref) return schema ?? {};
  const found = schema.$ref.slice(2).split('/').reduce((value, key) => value?.[key], document);
  if (!found) throw new Error(`openapi-v1.yaml has no ${schema.$ref}.`);
  const { $ref, ...beside } = schema;
  return { ...resolved(document, found), ...beside };
}

const firstSentence = (text = '') => /^[\s\S]*?[.:](?=\s|$)/.exec(text)?.[0].replace(/:$/, '.') ?? text;
const afterFirstSentence = (text = '') => text.slice(firstSentence(text).length).trim();
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
