/** Names of the API as people read them: `txt_answers` → "TXT answers". */
const short: Record<string, string> = { acme: 'ACME', api: 'API', cert: 'certificate', dns: 'DNS', txt: 'TXT', url: 'URL' };

export const worded = (name: string): string => name.split('_').map((word) => short[word] ?? word).join(' ');

/** As `worded`, at the beginning of a line. */
export const titled = (name: string): string => worded(name).replace(/^./, (letter) => letter.toUpperCase());
