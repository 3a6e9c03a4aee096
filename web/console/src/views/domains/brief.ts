/** What an explanation says, so short that it stands in a row beside its host name. Pure. */
import { dateOf } from '~/parts/instants';

export function brief(sentence: string, host: string): string {
  const [first = ''] = sentence.split(/; |\.$/);
  const about = [`${host} is live: its records are in place, and its `, `${host} is live: `, `${host} was `, `${host} is `, `${host} has `].find((start) => first.startsWith(start)) ?? '';
  const text = first
    .slice(about.length)
    .replaceAll(/ with the value [^\s,:]+/g, '')
    .replaceAll(` _customdomain-challenge.${host}`, '')
    .replaceAll(`: ${host} has `, ': it has ')
    .replaceAll(/ (A|AAAA|ALIAS|CNAME|TXT) (\S+)(?=[,:]| to )/g, (all, type: string, name: string) => (name === host ? ` ${type}` : all))
    .replaceAll(` of ${host}`, '')
    .replaceAll(/(?:(\bat) )?(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC/g, (_, at: string | undefined, date: string, time: string) => `${at ? 'on ' : ''}${dateOf(`${date}T${time}Z`)}`);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
