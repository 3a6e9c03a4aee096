// What a page can do beyond being read. Without this script everything is there but the search.

const THEMES = ['auto', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];
const THEME_KEY = 'nameplate-theme';

function keptTheme(): Theme {
  try {
    const kept = localStorage.getItem(THEME_KEY);
    return THEMES.find((theme) => theme === kept) ?? 'auto';
  } catch {
    return 'auto';
  }
}

function show(theme: Theme, button: HTMLElement) {
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  button.setAttribute('aria-label', `Theme: ${theme}`);
  button.title = `Theme: ${theme}`;
}

function themes(button: HTMLElement) {
  let theme = keptTheme();
  show(theme, button);
  button.addEventListener('click', () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'auto';
    show(theme, button);
    try {
      localStorage.setItem(THEME_KEY, theme);
    } catch {
      // A browser that keeps nothing: it holds for this page.
    }
  });
}

/** The page's own link in the contents. */
const here = () => document.querySelector('.contents [aria-current]');

function contents(button: HTMLElement) {
  const set = (isOpen: boolean) => {
    document.documentElement.classList.toggle('contents-open', isOpen);
    button.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) here()?.scrollIntoView({ block: 'nearest' });
  };
  button.addEventListener('click', () => set(button.getAttribute('aria-expanded') !== 'true'));
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || button.getAttribute('aria-expanded') !== 'true') return;
    set(false);
    button.focus();
  });
}

/** A button on each piece of code that takes it to the clipboard. */
function copying() {
  for (const code of document.querySelectorAll<HTMLElement>('.code:not(.code-answer)')) {
    const button = document.createElement('button');
    button.className = 'copy';
    button.textContent = 'Copy';
    button.setAttribute('aria-label', 'Copy this code');
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(code.querySelector('code')?.textContent ?? '');
        button.textContent = 'Copied';
      } catch {
        button.textContent = 'Not allowed';
      }
      setTimeout(() => (button.textContent = 'Copy'), 1500);
    });
    code.append(button);
  }
}

/** Marks where in the page the reader is. */
function outline() {
  const links = new Map([...document.querySelectorAll<HTMLAnchorElement>('.outline a')].map((link) => [link.hash.slice(1), link]));
  if (!links.size) return;
  const seen = new IntersectionObserver((entries) => {
    const first = entries.find(({ isIntersecting }) => isIntersecting);
    if (!first) return;
    for (const link of links.values()) link.removeAttribute('aria-current');
    links.get(first.target.id)?.setAttribute('aria-current', 'location');
  }, { rootMargin: '-72px 0px -70% 0px' });
  for (const id of links.keys()) {
    const heading = document.getElementById(id);
    if (heading) seen.observe(heading);
  }
}

function searching(button: HTMLElement) {
  const open = async () => (await import('./search.js')).open();
  button.addEventListener('click', open);
  document.addEventListener('keydown', (event) => {
    const isTyping = event.target instanceof HTMLElement && event.target.matches('input, textarea, select, [contenteditable]');
    const isAsked = (event.key === '/' && !event.ctrlKey && !event.metaKey && !isTyping) || (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey));
    if (!isAsked) return;
    event.preventDefault();
    void open();
  });
}

const byId = (id: string) => document.getElementById(id);
const [menu, theme, search] = ['menu', 'theme', 'search'].map(byId);
if (theme) themes(theme);
if (menu) contents(menu);
if (search) searching(search);
copying();
outline();
here()?.scrollIntoView({ block: 'center' });
export {};
