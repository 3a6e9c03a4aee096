/** The widget in a page, in five frameworks, and the token for it on a server, ready to be pasted. */
export interface Theme {
  accentColor?: string;
  accentTextColor?: string;
  background?: string;
  foreground?: string;
  radius?: string;
  logoUrl?: string;
  hideBranding?: boolean;
  colorScheme?: 'light' | 'dark' | 'auto';
}

export interface Wish {
  /** Origin of the API, which the widget comes from too. */
  origin: string;
  application: string;
  /** For one domain only; empty for any. */
  domain: string;
  brandName: string;
  hasEmail: boolean;
  theme: Theme;
}

export type Framework = 'html' | 'react' | 'vue' | 'svelte' | 'angular';
export const frameworks: readonly { value: Framework; label: string }[] = [
  { value: 'html', label: 'HTML' },
  { value: 'react', label: 'React' },
  { value: 'vue', label: 'Vue' },
  { value: 'svelte', label: 'Svelte' },
  { value: 'angular', label: 'Angular' },
];

export type Server = 'node' | 'python' | 'curl';
export const servers: readonly { value: Server; label: string }[] = [
  { value: 'node', label: 'Node' },
  { value: 'python', label: 'Python' },
  { value: 'curl', label: 'curl' },
];

/** A value as JavaScript that may stand in a page's script. */
const js = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');
/** The same in lines, below what stands at `indent`. */
const lined = (value: unknown, indent: string): string => JSON.stringify(value, null, 2).replaceAll('<', '\\u003c').replaceAll('\n', `\n${indent}`);
const word = (text: string): string => `'${js(text).slice(1, -1).replaceAll("'", "\\'").replaceAll('\\"', '"')}'`;

/** What differs from what the widget does by itself. */
export function chosen(theme: Theme): Theme {
  return Object.fromEntries(Object.entries(theme).filter(([, value]) => value !== undefined && value !== '' && value !== false && value !== 'auto'));
}

function options({ application, brandName, hasEmail, theme }: Wish, indent: string, token: string): string {
  const own = Object.entries(chosen(theme)).map(([name, value]) => `${name}: ${typeof value === 'string' ? word(value) : value}`);
  return [
    `applicationId: ${word(application)},`,
    `token: ${token},`,
    ...(brandName ? [`brandName: ${word(brandName)},`] : []),
    ...(hasEmail ? ['email: true,'] : []),
    ...(own.length > 0 ? [`theme: { ${own.join(', ')} },`] : []),
    'onSuccess: ({ domain }) => console.log(domain, \'is live\'),',
  ].join(`\n${indent}`);
}

/** The token from the server of the page, in lines of their own. */
const mint = (indent: string): string => [
  "const answer = await fetch('/widget-token', { method: 'POST' });",
  'const { auth_token } = await answer.json();',
].join(`\n${indent}`);

export function page(framework: Framework, wish: Wish): string {
  const src = `${wish.origin}/sdk/v1/connectdomain.js`;
  switch (framework) {
    case 'html':
      return `<script src="${src}"></script>
<button id="connect">Connect your domain</button>
<script>
  document.querySelector('#connect').addEventListener('click', async () => {
    ${mint('    ')}
    connectdomain.open({
      ${options(wish, '      ', 'auth_token')}
    });
  });
</script>`;
    case 'react':
      return `// npm install @nameplate/widget
import { ConnectDomainButton } from '@nameplate/widget/react';

const widget = async () => {
  ${mint('  ')}
  return {
    baseUrl: ${word(wish.origin)},
    ${options(wish, '    ', 'auth_token')}
  };
};

export const ConnectDomain = () => <ConnectDomainButton options={widget}>Connect your domain</ConnectDomainButton>;`;
    case 'vue':
      return `<!-- npm install @nameplate/widget -->
<script setup>
import { open } from '@nameplate/widget';

async function connect() {
  ${mint('  ')}
  open({
    baseUrl: ${word(wish.origin)},
    ${options(wish, '    ', 'auth_token')}
  });
}
</script>

<template>
  <button @click="connect">Connect your domain</button>
</template>`;
    case 'svelte':
      return `<!-- npm install @nameplate/widget -->
<script>
  import { open } from '@nameplate/widget';

  async function connect() {
    ${mint('    ')}
    open({
      baseUrl: ${word(wish.origin)},
      ${options(wish, '      ', 'auth_token')}
    });
  }
</script>

<button onclick={connect}>Connect your domain</button>`;
    case 'angular':
      return `// npm install @nameplate/widget
import { Component } from '@angular/core';
import { open } from '@nameplate/widget';

@Component({
  selector: 'connect-domain',
  template: '<button (click)="connect()">Connect your domain</button>',
})
export class ConnectDomain {
  async connect() {
    ${mint('    ')}
    open({
      baseUrl: ${word(wish.origin)},
      ${options(wish, '      ', 'auth_token')}
    });
  }
}`;
  }
}

export function backend(server: Server, { origin, application, domain }: Wish): string {
  const body = domain ? { application_id: application, domain } : { application_id: application };
  switch (server) {
    case 'node':
      return `// Express; only for people who are signed in to your product.
app.post('/widget-token', async (request, response) => {
  const answer = await fetch('${origin}/v1/tokens', {
    method: 'POST',
    headers: {
      Authorization: \`Bearer \${process.env.NAMEPLATE_API_KEY}\`,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify(${lined(body, '    ')}),
  });
  response.status(answer.status).json(await answer.json());
});`;
    case 'python':
      return `# Flask; only for people who are signed in to your product.
@app.post("/widget-token")
def widget_token():
    answer = requests.post(
        "${origin}/v1/tokens",
        headers={"Authorization": f"Bearer {os.environ['NAMEPLATE_API_KEY']}"},
        json=${lined(body, '        ')},
        timeout=10,
    )
    return answer.json(), answer.status_code`;
    case 'curl':
      return `curl ${origin}/v1/tokens \\
  -H "Authorization: Bearer $NAMEPLATE_API_KEY" \\
  -H 'Content-Type: application/json' \\
  -d '${JSON.stringify(body)}'`;
  }
}
