// Around the flow: what is loaded and checked, links for colleagues, the clipboard, tokens for one name, keys only.
import { until } from '../harness/until.mjs';
import { assert, inTheWorld, visit } from '../harness/world.mjs';

inTheWorld();

const CLIPBOARD = { permissions: ['clipboard-read', 'clipboard-write'] };
const REFUSED = /integrity|could not be loaded|ERR_FAILED/;

async function byHand(visitor, program, wishes = {}, query = '') {
  const zone = await program.newZone();
  await visitor.open(wishes, query);
  await visitor.look(`shop.${zone}`);
  await visitor.choose('Do it by hand');
  await visitor.rows();
  return zone;
}

visit('before the click only the loader is asked for, and each file once', async (visitor, { pages, program }) => {
  await visitor.arrive();
  const ofWidget = () => visitor.watch.requests().filter((url) => url.startsWith(`${pages.widget}/sdk/`)).map((url) => url.split('/').pop());
  assert.deepEqual(ofWidget(), ['connectdomain.js']);
  await visitor.open();
  assert.deepEqual(ofWidget().map((name) => name.split('.')[0]).sort(), ['connectdomain', 'en', 'ui']);
  await visitor.look(`shop.${await program.newZone()}`);
  await visitor.page.keyboard.press('Escape');
  await visitor.isGone();
  await visitor.open();
  assert.deepEqual(ofWidget().map((name) => name.split('.')[0]).sort(), ['connectdomain', 'en', 'later', 'ui']);
});

for (const changed of ['ui', 'en']) {
  visit(`a file that somebody changed is not run (${changed}), and the page is told`, { console: [REFUSED] }, async (visitor, { pages }) => {
    pages.tampered.add(changed);
    try {
      await visitor.arrive({}, '?tampered');
      await visitor.page.getByRole('button', { name: 'Connect your domain' }).click();
      await until('that the page is told', async () => (await visitor.called('close')).length);
      assert.deepEqual(await visitor.called('close'), [{ id: null, domain: '', succeeded: false }]);
      assert.equal(await visitor.page.locator('#connectdomain-widget-root').count(), 0);
    } finally {
      pages.tampered.clear();
    }
    await visitor.open();
    await visitor.shows('Connect your domain');
  });
}

visit('later files are checked as well', { console: [REFUSED] }, async (visitor, { pages, program }) => {
  pages.tampered.add('later');
  try {
    await visitor.open({}, '?tampered');
    await visitor.widget.getByRole('textbox').fill(`shop.${await program.newZone()}`);
    await visitor.press('Continue');
    await visitor.shows('That did not work');
  } finally {
    pages.tampered.clear();
  }
  await visitor.press('Try again');
  await visitor.shows(/^How to connect/);
});

visit('the file that holds everything goes live on pages that allow no policy for types', async (visitor, { program }) => {
  const zone = await byHand(visitor, program, {}, '?bundle');
  await program.publishAll(zone, await visitor.rows());
  await visitor.shows(/is live$/);
});

visit('a token for one name asks for no other', async (visitor, { program }) => {
  const domain = `shop.${await program.newZone()}`;
  await visitor.open({ token: { domain } });
  await visitor.shows(/^How to connect/);
  assert.ok((await visitor.heading(/^How to connect/).textContent()).includes(domain));
});

visit('a domain that the page knows is filled in', async (visitor, { program }) => {
  const domain = `shop.${await program.newZone()}`;
  await visitor.open({ prefilledDomain: domain });
  assert.equal(await visitor.widget.getByRole('textbox').inputValue(), domain);
  await visitor.press('Continue');
  await visitor.shows(/^How to connect/);
});

visit('names and values are copied, each and all', CLIPBOARD, async (visitor, { program }) => {
  await byHand(visitor, program);
  const rows = await visitor.rows();
  const clipboard = () => visitor.page.evaluate(() => navigator.clipboard.readText());
  for (const [index, [name, type, value]] of rows.entries()) {
    const buttons = visitor.widget.locator('.record').nth(index).getByRole('button', { name: new RegExp(`^Copy .*${type}`) });
    await buttons.nth(0).click();
    assert.equal(await clipboard(), name);
    await buttons.nth(1).click();
    assert.equal(await clipboard(), value);
    await visitor.widget.getByRole('status').getByText('Copied').waitFor();
  }
  await visitor.press(/Copy all/);
  const lines = (await clipboard()).split('\n');
  assert.equal(lines.length, rows.length);
  for (const [index, [, type, value]] of rows.entries()) assert.ok(lines[index].includes(` IN ${type} `) && lines[index].includes(value), lines[index]);
});

visit('a colleague opens the link without an account, and sees the same records', CLIPBOARD, async (visitor, { program }) => {
  await byHand(visitor, program);
  const rows = await visitor.rows();
  await visitor.press('Ask a colleague');
  const overlay = visitor.widget.getByRole('dialog', { name: 'Ask a colleague' });
  const field = overlay.getByRole('textbox', { name: 'Link' });
  const link = await field.inputValue();
  assert.ok(link.startsWith(`${program.api}/`), link);
  await overlay.getByRole('button', { name: 'Copy' }).click();
  assert.equal(await visitor.page.evaluate(() => navigator.clipboard.readText()), link);
  const code = overlay.getByRole('img', { name: /scan it with a phone/ });
  assert.ok((await code.locator('path').getAttribute('d')).length > 500);
  await visitor.isAccessible();
  const answer = await fetch(link);
  assert.equal(answer.status, 200);
  const text = await answer.text();
  for (const [, , value] of rows) assert.ok(text.includes(value), `${value} in ${text.slice(0, 400)}`);
  await overlay.getByRole('button', { name: 'Done' }).click();
  await overlay.waitFor({ state: 'detached' });
});

visit('with keys alone: from the click to success, and back where the focus was', async (visitor, { program }) => {
  const zone = await program.newZone();
  const { keyboard } = visitor.page;
  const onHost = () => visitor.page.evaluate(() => document.activeElement?.id);
  await visitor.arrive({});
  await keyboard.press('Tab');
  assert.equal((await visitor.focused()).id, 'connect');
  await keyboard.press('Enter');
  await visitor.shows('Connect your domain');
  assert.equal((await visitor.focused()).id, 'cd-domain');
  // Round the whole widget and back: the focus stays inside.
  for (let step = 0; step < 12; step++) {
    await keyboard.press(step < 6 ? 'Tab' : 'Shift+Tab');
    const at = await onHost();
    assert.ok(!['connect'].includes(at), 'the page behind is never reached');
  }
  await visitor.widget.getByRole('textbox').focus();
  await keyboard.type(`shop.${zone}`);
  await keyboard.press('Enter');
  await visitor.shows(/^How to connect/);
  await until('that the heading has the focus', async () => (await visitor.focused()).id === 'cd-title');

  const reach = async (what) => {
    for (let presses = 0; presses < 40; presses++) {
      await keyboard.press('Tab');
      const { text, label } = await visitor.focused();
      if ((label || text) === what) return;
    }
    assert.fail(`${what} is never reached by keys`);
  };
  const radio = visitor.widget.getByRole('radio', { name: 'Do it by hand' });
  for (let presses = 0; presses < 10 && !(await visitor.page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.type === 'radio')); presses++) await keyboard.press('Tab');
  for (let presses = 0; presses < 3 && !(await radio.isChecked()); presses++) await keyboard.press('ArrowDown');
  assert.equal(await radio.isChecked(), true);
  await reach('Continue');
  await keyboard.press('Enter');
  const rows = await visitor.rows();
  assert.equal((await visitor.focused()).id, 'cd-title');
  await reach('Ask a colleague');
  await keyboard.press('Enter');
  await visitor.widget.getByRole('dialog', { name: 'Ask a colleague' }).waitFor();
  await keyboard.press('Escape');
  await visitor.widget.getByRole('dialog', { name: 'Ask a colleague' }).waitFor({ state: 'detached' });
  await until('that focus is back at what opened it', async () => (await visitor.focused()).text === 'Ask a colleague');
  await reach('I have added them');
  await keyboard.press('Enter');
  await visitor.shows(/^Connecting/);
  await program.publishAll(zone, rows);
  await visitor.shows(/is live$/);
  await until('that the heading has the focus', async () => (await visitor.focused()).id === 'cd-title');
  await visitor.widget.getByRole('status').getByText(/is live/).waitFor();
  await reach('Done');
  await keyboard.press('Enter');
  await visitor.isGone();
  assert.equal(await onHost(), 'connect');
});
