/** The focus is never lost: when what has it goes away, it goes to what opened that, or to what is around it. */

/** What has the focus, what is around it, and beyond a dialog what it was opened from. */
let trail: Element[] = [];
const before = new WeakMap<Element, Element[]>();

const CONTROL = 'a[href], button, input, select, textarea';

/** To be called before a dialog takes the focus. */
export const rememberOpener = (dialog: Element): unknown => before.set(dialog, trail);

function trailOf(target: EventTarget | null): Element[] {
  const found: Element[] = [];
  for (let each = target instanceof Element ? target : null; each; each = each.parentElement) {
    found.push(each);
    const opener = before.get(each);
    if (opener) return [...found, ...opener];
  }
  return found;
}

function regain(): void {
  if (document.activeElement !== document.body || trail.length === 0 || trail[0]!.isConnected) return;
  const main = document.querySelector('main');
  const around = trail.filter((each) => each.isConnected && each !== main && !each.contains(main));
  // All of the page went, as after the sign-in: another has begun.
  if (around.length === 0 && !trail.includes(main!)) return;
  for (const each of [...around, main?.querySelector('h1'), main]) {
    const place = each?.localName === 'dialog' ? each.querySelector(CONTROL) : each;
    (place as HTMLElement | null | undefined)?.focus({ preventScroll: true });
    if (document.activeElement !== document.body) return;
  }
}

export function startFocus(): void {
  document.addEventListener('focusin', ({ target }) => void (trail = trailOf(target)));
  document.addEventListener('focusout', ({ target }) => queueMicrotask(() => {
    // Left, and not taken away: nothing has to be given back.
    if (target === trail[0] && trail[0]!.isConnected) trail = [];
  }));
  new MutationObserver(regain).observe(document.body, { childList: true, subtree: true });
}
