/** What a delegated credential looks like, taken apart: "accessKeyId:secretAccessKey[:region]" has three parts, the last of which may be left out. Pure. */
import type { Schema } from '~/api/client';

export interface Part {
  name: string;
  isOptional: boolean;
}

export interface Shape {
  /** How the parts are joined; `json` where they are the fields of an object. */
  by: 'one' | ':' | '.' | 'json';
  parts: Part[];
}

const names = /[A-Za-z][\w]*/g;

export function shapeOf(format: string): Shape {
  const object = /\{([^}]*)\}/.exec(format)?.[1];
  if (object !== undefined) return { by: 'json', parts: listed(object) };
  if (/service-account JSON/i.test(format)) return { by: 'json', parts: [/* as Google's file has them */ 'type', 'project_id', 'private_key', 'client_email', 'managed_zone'].map(required) };
  const isJoined = /^[\w:.[\]]+$/.test(format);
  const by = !isJoined ? 'one' : format.includes(':') ? ':' : format.includes('.') ? '.' : 'one';
  return { by, parts: isJoined ? listed(format) : [required('token')] };
}

const required = (name: string): Part => ({ name, isOptional: false });

/** In the order in which they stand; what is within brackets may be left out. */
function listed(text: string): Part[] {
  return [...text.matchAll(names)].map(({ 0: name, index }) => ({ name, isOptional: depth(text.slice(0, index)) > 0 }));
}
const depth = (text: string): number => text.split('[').length - text.split(']').length;

/** What stands in the place of the secret in a snippet. */
export function placeholder(format: string): string {
  const { by, parts } = shapeOf(format);
  const needed = parts.filter(({ isOptional }) => !isOptional).map(({ name }) => `<${name}>`);
  return by === 'json' ? `{${parts.filter(({ isOptional }) => !isOptional).map(({ name }) => `"${name}":"…"`).join(',')}}` : needed.join(by === 'one' ? '' : by);
}

/** How a program lends it. A form that is JSON is given as an object. */
export function lendSnippet(origin: string, applicationId: string, { key, credential }: Pick<Schema<'Provider'>, 'key' | 'credential'>): string {
  const { by } = shapeOf(credential.format);
  const secret = placeholder(credential.format);
  const body = `{"provider": "${key}", "token": ${by === 'json' ? secret : `"${secret}"`}}`;
  return `curl ${origin}/v1/applications/${applicationId}/credentials \\
  -H "Authorization: Bearer $NAMEPLATE_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '${body}'`;
}
