(() => {
  'use strict';
  const parts = ['status', 'records', 'checked'];
  const at = (id, inside = document) => inside.querySelector('#' + id);
  const as = (element) => (element ? element.className + element.innerHTML : '');
  // What the server wrote, before buttons were added.
  const known = Object.fromEntries(parts.map((id) => [id, as(at(id))]));

  const say = (text) => {
    at('said').textContent = '';
    requestAnimationFrame(() => { at('said').textContent = text; });
  };

  const addButtons = () => {
    for (const code of document.querySelectorAll('[data-copy]')) {
      const button = document.createElement('button');
      button.type = 'button';
      button.id = code.id + '-copy';
      button.textContent = 'Copy';
      button.setAttribute('aria-label', 'Copy ' + code.dataset.copy);
      button.addEventListener('click', async () => {
        try {
          await navigator.clipboard.writeText(code.textContent);
          button.textContent = 'Copied';
          say('Copied.');
          setTimeout(() => { button.textContent = 'Copy'; }, 2000);
        } catch {
          // Without a clipboard the text is selected, ready for the keyboard.
          getSelection().selectAllChildren(code);
          say('Selected. Copy it with your keyboard.');
        }
      });
      code.after(button);
    }
  };

  const show = (fresh) => {
    const focused = document.activeElement?.id;
    if (fresh.hasAttribute('data-gone')) {
      document.querySelector('main').replaceWith(document.importNode(fresh, true));
      return;
    }
    for (const id of parts) {
      const [mine, theirs] = [at(id), at(id, fresh)];
      if (as(theirs) === known[id]) continue;
      known[id] = as(theirs);
      mine.className = theirs.className;
      mine.replaceChildren(...[...theirs.childNodes].map((node) => document.importNode(node, true)));
      if (id === 'records') addButtons();
    }
    if (focused && document.activeElement?.id !== focused) at(CSS.escape(focused))?.focus();
  };

  const follow = async () => {
    let isOver = false;
    try {
      const answer = await fetch(location.href, { cache: 'no-store', credentials: 'omit' });
      if (answer.ok || answer.status === 404) {
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        const fresh = page.querySelector('main');
        document.title = page.title;
        show(fresh);
        isOver = fresh.dataset.over === 'true';
      }
    } catch {
      // Offline: the next look is as good.
    }
    if (!isOver) setTimeout(follow, 10000);
  };

  addButtons();
  if (document.querySelector('main').dataset.over !== 'true') setTimeout(follow, 10000);
})();
