// What a product writes to open the widget, and what this page needs to follow its domains.
'use strict';
(() => {
  const { site, api } = document.currentScript.dataset;
  const by = (id) => document.getElementById(id);
  const look = by('look');

  const BRANDS = { violet: '#6d3df5', ocean: '#0369a1', forest: '#15803d', berry: '#be185d', ink: '#1f2937' };

  function options() {
    const chosen = new FormData(look);
    const theme = {
      accentColor: BRANDS[chosen.get('brand')],
      accentTextColor: '#ffffff',
      radius: '12px',
      logoUrl: new URL('/logo.svg', location.href).href,
      colorScheme: chosen.get('scheme'),
    };
    const given = { theme, email: chosen.has('email') };
    if (chosen.get('locale')) given.locale = chosen.get('locale');
    if (chosen.get('dir')) given.dir = chosen.get('dir');
    return given;
  }

  function say(text) { by('complained').textContent = ''; by('said').textContent = text; }
  function complain(text) { by('said').textContent = ''; by('complained').textContent = text; }

  // The token is fresh each time, and comes from Acme's own server: the API key never leaves it.
  async function mint() {
    const answer = await fetch('/api/widget-token', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ site }),
    });
    const body = await answer.json();
    if (!answer.ok) throw new Error(body.error?.message ?? `Acme Sites answered ${answer.status}.`);
    return body;
  }

  let isOpen = false;

  async function connect() {
    if (!window.connectdomain) {
      by('unbuilt').hidden = false;
      by('unbuilt').scrollIntoView({ block: 'nearest' });
      return;
    }
    try {
      const { application_id: applicationId, token } = await mint();
      isOpen = true;
      window.connectdomain.open({
        applicationId,
        token,
        baseUrl: api,
        brandName: 'Acme Sites',
        ...options(),
        onTokenExpired: async () => (await mint()).token,
        onSuccess: ({ domain }) => say(`${domain} is live.`),
        onClose: () => {
          isOpen = false;
          follow().catch(() => {});
        },
      });
    } catch (error) {
      isOpen = false;
      complain(`The widget could not be opened. ${error.message}`);
    }
  }

  // The rows say how far their domains are. Rows that come or go are offered, so that nothing moves under the reader.
  async function follow() {
    const answer = await fetch(`/api/sites/${site}/domains`);
    if (!answer.ok) return;
    const { domains } = await answer.json();
    const rows = [...document.querySelectorAll('[data-id]')];
    const served = (tone) => tone === 'live';
    let changed = rows.length !== domains.length;
    for (const domain of domains) {
      const row = rows.find((one) => one.dataset.id === domain.id);
      if (!row) { changed = true; continue; }
      const chip = row.querySelector('.chip');
      if (served(domain.tone) && !row.querySelector('.acts a')) changed = true;
      if (chip.textContent !== domain.label) chip.textContent = domain.label;
      chip.className = `chip ${domain.tone}`;
      const note = row.querySelector('.note');
      if (note.textContent !== domain.note) note.textContent = domain.note;
    }
    by('newer').hidden = !changed;
  }

  function remember() {
    localStorage.setItem('look', JSON.stringify([...new FormData(look)]));
  }

  function recall() {
    for (const [name, value] of JSON.parse(localStorage.getItem('look') ?? '[]')) {
      const field = look.elements.namedItem(name);
      if (!field) continue;
      if (field.type === 'checkbox') field.checked = true;
      else field.value = value;
    }
  }

  recall();
  look.addEventListener('change', remember);
  look.addEventListener('submit', (event) => event.preventDefault());
  by('connect').addEventListener('click', connect);
  if (!window.connectdomain) by('unbuilt').hidden = false;
  setInterval(() => { if (!document.hidden && !isOpen) follow().catch(() => {}); }, 4000);
})();
