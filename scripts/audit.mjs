// What `npm audit --json` answered, in words: npm ends with 1 both when a package has an advisory and when the registry has no answer.

/** @returns {{ ok: boolean, says: string }} */
export function judge(where, text) {
  let answer;
  try {
    answer = JSON.parse(text);
  } catch {
    return { ok: false, says: `npm audit said nothing that can be read about ${where}.` };
  }
  if (!answer.vulnerabilities) {
    return { ok: true, says: `The packages of ${where} are not audited: the registry did not answer (${answer.message ?? 'no reason given'}).` };
  }
  const found = Object.values(answer.vulnerabilities);
  if (found.length === 0) return { ok: true, says: `No package of ${where} has an advisory.` };
  const lines = found.map(({ name, severity, via, fixAvailable }) => {
    const why = via.map((one) => (typeof one === 'string' ? `by ${one}` : `${one.title} (${one.url})`)).join('; ');
    return `  ${name}, ${severity}: ${why}${fixAvailable ? '; npm audit fix knows a remedy' : ''}`;
  });
  return { ok: false, says: [`Packages of ${where} have advisories:`, ...lines].join('\n') };
}

if (process.argv[1] && import.meta.url.endsWith(process.argv[1].split('/').at(-1))) {
  const { execFileSync } = await import('node:child_process');
  const verdicts = process.argv.slice(2).map((where) => {
    const command = ['audit', '--json', '--prefix', where];
    try {
      return judge(where, execFileSync('npm', command, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 64 << 20 }));
    } catch (error) {
      return judge(where, error.stdout ?? '');
    }
  });
  for (const { says } of verdicts) console.log(says);
  process.exitCode = verdicts.every(({ ok }) => ok) ? 0 : 1;
}
