/** Which route an address is. Patterns: `/domains/:id/:tab?`, and `/settings/*` for what lies below (as `rest`). */
export type Params = Record<string, string>;

export function match(pattern: string, path: string): Params | null {
  const wanted = pattern.split('/').filter(Boolean);
  const given = path.split('/').filter(Boolean);
  const params: Params = {};
  for (const [index, part] of wanted.entries()) {
    if (part === '*') return { ...params, rest: given.slice(index).join('/') };
    const value = given[index];
    if (part.startsWith(':')) {
      const isOptional = part.endsWith('?');
      if (value === undefined && !isOptional) return null;
      if (value !== undefined) params[part.slice(1, isOptional ? -1 : undefined)] = decoded(value);
    } else if (part !== value) return null;
  }
  return given.length > wanted.length ? null : params;
}

/** The first that fits. */
export function find<Route extends { path: string }>(routes: readonly Route[], path: string): { route: Route; params: Params } | null {
  for (const route of routes) {
    const params = match(route.path, path);
    if (params) return { route, params };
  }
  return null;
}

/** A query string without what is empty, in a steady order of its own. */
export function queryString(query: Record<string, string | null | undefined>): string {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) parts.set(name, value);
  const text = parts.toString();
  return text && `?${text}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
