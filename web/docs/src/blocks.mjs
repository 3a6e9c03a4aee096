// Commands on pages, as `web/e2e/tests/docs-commands.test.mjs` and suites run them.

/**
 * @typedef {object} Block
 * @property {string} language
 * @property {number} line where it begins in the Markdown
 * @property {string} text
 * @property {number} exits the status that its last command ends with
 * @property {string | undefined} by the suite that runs it, where it is not beside `nameplate dev`
 * @property {{language: string, text: string} | undefined} answer what it prints
 */

const WORDS = { sh: ['exits', 'by'], json: ['answer'], text: ['answer'] };

/** @returns {Block[]} the commands of a page, from top to bottom. */
export function commandsOf(markdown) {
  const blocks = fencesOf(markdown);
  return blocks.flatMap((block, index) => {
    if (block.language !== 'sh') return [];
    const next = blocks[index + 1];
    const answer = next && 'answer' in next.words && next.line === block.end + 1 ? { language: next.language, text: next.text } : undefined;
    return [{ language: 'sh', line: block.line, text: block.text, exits: Number(block.words.exits ?? 0), by: block.words.by, answer }];
  });
}

function fencesOf(markdown) {
  const fences = [];
  let open;
  markdown.split('\n').forEach((line, index) => {
    const mark = /^(\s*)(`{3,})(.*)$/.exec(line);
    if (open) {
      if (mark && mark[2].length >= open.mark && !mark[3].trim()) {
        fences.push({ ...open, text: open.lines.join('\n'), end: index + 1 });
        open = undefined;
      } else open.lines.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line);
    } else if (mark) {
      const [language = '', ...words] = mark[3].trim().split(/\s+/).filter(Boolean);
      open = { language, words: read(language, words, index + 1), line: index + 1, indent: mark[1], mark: mark[2].length, lines: [] };
    }
  });
  if (open) throw new Error(`the code that begins on line ${open.line} does not end.`);
  // An answer may follow after one empty line, or none.
  return fences.map((fence) => ({ ...fence, end: markdown.split('\n')[fence.end] === '' ? fence.end + 1 : fence.end }));
}

function read(language, words, line) {
  return Object.fromEntries(words.map((word) => {
    const [name, value = ''] = word.split('=');
    if (!WORDS[language]?.includes(name)) throw new Error(`line ${line}: \`\`\`${language} knows no word "${word}".`);
    return [name, value];
  }));
}

/** What of `expected` is not in `printed`, in a sentence; nothing when all of it is. */
export function missing({ language, text }, printed) {
  if (language === 'text') return missingText(text, printed);
  const found = lastJson(printed);
  if (found === undefined) return `it printed no JSON:\n${printed}`;
  return missingJson(JSON.parse(text), found, '$');
}

function missingText(text, printed) {
  let rest = printed;
  for (const line of text.split('\n').map((each) => each.trim()).filter(Boolean)) {
    const found = pattern(line).exec(rest);
    if (!found) return `"${line}" is not in what it printed:\n${printed}`;
    rest = rest.slice(found.index + found[0].length);
  }
  return undefined;
}

function missingJson(expected, found, at) {
  if (expected === '…') return undefined;
  if (typeof expected === 'string' && typeof found === 'string') return pattern(expected, true).test(found) ? undefined : differs(expected, found, at);
  if (Array.isArray(expected)) {
    if (!Array.isArray(found)) return differs(expected, found, at);
    let from = 0;
    for (const [index, element] of expected.entries()) {
      if (element === '…') continue;
      const place = found.findIndex((one, where) => where >= from && missingJson(element, one, at) === undefined);
      if (place < 0) return expected.length === 1 && found.length === 1 ? missingJson(element, found[0], `${at}[0]`) : `${at}[${index}] is ${JSON.stringify(element)} in none of ${JSON.stringify(found)}`;
      from = place + 1;
    }
    return undefined;
  }
  if (expected !== null && typeof expected === 'object') {
    if (found === null || typeof found !== 'object' || Array.isArray(found)) return differs(expected, found, at);
    for (const [key, value] of Object.entries(expected)) {
      if (key === '…') continue;
      if (!(key in found)) return `${at}.${key} is not in ${JSON.stringify(found)}`;
      const difference = missingJson(value, found[key], `${at}.${key}`);
      if (difference) return difference;
    }
    return undefined;
  }
  return Object.is(expected, found) ? undefined : differs(expected, found, at);
}

const differs = (expected, found, at) => `${at} is ${JSON.stringify(found)}, and the page says ${JSON.stringify(expected)}`;

/** `…` stands for any text; runs of spaces are alike. */
function pattern(text, isWhole = false) {
  const source = text.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+')).join('[\\s\\S]*?');
  return new RegExp(isWhole ? `^${source}$` : source);
}

/** The JSON that a block ended with printing. */
function lastJson(printed) {
  const whole = printed.trim();
  const starts = [0, ...[...whole.matchAll(/(?<=\n|[}\]])(?=[[{])/g)].map(({ index }) => index)];
  for (const start of starts) {
    try {
      return JSON.parse(whole.slice(start));
    } catch {
      // What came before it is no JSON.
    }
  }
  return undefined;
}
