/** URLs of scripts that we load by name. Where Trusted Types are asked for, only this policy may say so, and it knows two. */
interface Policy {
  createScriptURL: (url: string) => string;
}
declare const trustedTypes: { createPolicy: (name: string, rules: Policy) => Policy } | undefined;

export const WIDGET = '/sdk/v1/connectdomain.js';
const known = ['/console/sw.js', WIDGET];

const policy = typeof trustedTypes === 'undefined' ? null : trustedTypes.createPolicy('nameplate-console', {
  createScriptURL: (url) => {
    if (!known.includes(url)) throw new TypeError(`${url} is no script of the console's.`);
    return url;
  },
});

export const trusted = (url: string): string => policy?.createScriptURL(url) ?? url;
