// The search: loaded with what it searches when somebody first asks for it.
import MiniSearch from 'minisearch';

type Passage = { id: number; slug: string; anchor: string; page: string; title: string; text: string };
const SHOWN_MAX = 12;
/** Characters around the first word found. */
const AROUND = 70;

let dialog: HTMLDialogElement | undefined;
let ready: Promise<{ index: MiniSearch<Passage>; passages: Passage[] }> | undefined;

async function load() {
  const answer = await fetch('/docs/search.json');
  if (!answer.ok) throw new Error(`the search could not be loaded: ${answer.status}`);
  const passages = ((await answer.json()) as [string, string, string, string, string][]).map(([slug, anchor, page, title, text], id) => ({ id, slug, anchor, page, title, text }));
  const index = new MiniSearch<Passage>({
    fields: ['title', 'page', 'text'],
    searchOptions: { boost: { title: 4, page: 2 }, prefix: true, fuzzy: (word) => (word.length > 4 ? 0.2 : false), combineWith: 'AND',
      // What people wrote comes before what is written from the API's document.
      boostDocument: (id) => (passages[id as number]?.slug.startsWith('api-reference/') ? 0.4 : 1) },
  });
  index.addAll(passages);
  return { index, passages };
}

export function open() {
  dialog ??= make();
  if (dialog.open) return;
  dialog.showModal();
  const input = dialog.querySelector('input');
  input?.select();
}

function element<K extends keyof HTMLElementTagNameMap>(name: K, attributes: Record<string, string> = {}, ...inside: (Node | string)[]) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

function make() {
  const input = element('input', { type: 'search', placeholder: 'Search the documentation', 'aria-label': 'Search the documentation', autocomplete: 'off', spellcheck: 'false', role: 'combobox', 'aria-expanded': 'true', 'aria-controls': 'found' });
  const list = element('ul', { id: 'found', role: 'listbox', 'aria-label': 'Found' });
  const note = element('p', { class: 'search-note', role: 'status' });
  const made = element('dialog', { class: 'search-dialog', 'aria-label': 'Search' }, input, note, list);
  let asked = 0;

  const go = (option: Element | null | undefined) => {
    const to = option?.getAttribute('data-to');
    if (!to) return;
    made.close();
    location.assign(to);
  };
  const mark = (to: number) => {
    const options = [...list.children];
    options.forEach((option, index) => option.setAttribute('aria-selected', String(index === to)));
    const option = options[to];
    if (!option) return input.removeAttribute('aria-activedescendant');
    input.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  };
  const marked = () => [...list.children].findIndex((option) => option.getAttribute('aria-selected') === 'true');

  const look = async () => {
    const mine = ++asked;
    const words = input.value.trim();
    if (!words) {
      list.replaceChildren();
      note.textContent = 'Type what you look for.';
      return;
    }
    try {
      const { index, passages } = await (ready ??= load());
      if (mine !== asked) return;
      const found = index.search(words).slice(0, SHOWN_MAX).map(({ id, terms }) => ({ passage: passages[id as number], terms }));
      list.replaceChildren(...found.flatMap(({ passage, terms }, at) => (passage ? [option(passage, terms, at)] : [])));
      note.textContent = found.length ? `${found.length} found` : `Nothing is found for “${words}”.`;
      mark(0);
    } catch {
      ready = undefined;
      note.textContent = 'The search could not be loaded. Type again to try again.';
    }
  };
  input.addEventListener('input', look);
  input.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const count = list.children.length;
      if (count) mark((marked() + step + count) % count);
    }
    if (event.key === 'Enter') go(list.children[marked()]);
    // The first one would only empty the field.
    if (event.key === 'Escape') made.close();
  });
  made.addEventListener('click', (event) => {
    if (event.target === made) made.close();
    else go((event.target as Element).closest('[role=option]'));
  });
  document.body.append(made);
  void look();
  return made;
}

function option(passage: Passage, terms: string[], at: number) {
  const short = passage.slug === 'index' ? '' : `/${passage.slug.replace(/\/index$/, '')}`;
  return element('li', { role: 'option', id: `found-${at}`, 'aria-selected': 'false', 'data-to': `/docs${short}#${passage.anchor}` },
    element('span', { class: 'found-title' }, passage.title === passage.page ? passage.page : `${passage.page} › ${passage.title}`),
    element('span', { class: 'found-text' }, ...around(passage.text, terms)));
}

/** The words around the first that is found, which are marked. */
function around(text: string, terms: string[]): (Node | string)[] {
  const places = terms.map((term) => text.toLowerCase().indexOf(term)).filter((place) => place >= 0);
  const first = places.length ? Math.min(...places) : 0;
  const start = Math.max(0, first - AROUND);
  const part = `${start ? '…' : ''}${text.slice(start, first + 2 * AROUND)}`;
  const escaped = terms.map((term) => term.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  if (!escaped.length) return [part];
  return part.split(new RegExp(`(${escaped.join('|')})`, 'gi')).map((piece, index) => (index % 2 ? element('mark', {}, piece) : piece));
}
