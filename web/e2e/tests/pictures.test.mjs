// Pictures of the screens, pixel by pixel. UPDATE=1 renews what they are held against: look at each before committing it.
import { test } from 'node:test';
import { difference, DIFFERENT, keep, pictures, renew, whyNot } from '../screens/pictures.mjs';
import { screens } from '../screens/list.mjs';
import { settings as usual, toScreen } from '../screens/stage.mjs';
import { assert, inTheWorld, visit, world } from '../harness/world.mjs';

inTheWorld(undefined, { isWritten: true });

const isRenewed = process.env.UPDATE === '1';
let reason = null;

test('the browser and the fonts are those of the baselines', (context) => {
  if (isRenewed) renew(world.browser);
  else reason = whyNot(world.browser);
  if (reason) context.diagnostic(`Pictures are drawn, but not compared with their baselines: ${reason}.`);
  assert.equal(pictures.length, new Set(pictures.map(({ name }) => name)).size);
});

for (const { name, screen, settings, open } of pictures) {
  visit(`picture ${name}`, { ...usual, ...settings, console: screens[screen].console }, async (visitor) => {
    await toScreen(visitor, screen, open);
    const picture = async () => visitor.page.screenshot({ clip: await frame(visitor), caret: 'hide' });
    const bytes = await picture();
    assert.ok(bytes.length > 2000, 'something is drawn');
    if (isRenewed) return keep(name, bytes);
    if (reason) return;
    let differing = difference(name, bytes);
    // A busy machine may still be drawing.
    for (let again = 0; differing && again < 10; again += 1) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      differing = difference(name, await picture());
    }
    assert.equal(differing, null, `${differing}; see ${DIFFERENT}`);
  });
}

/** Around the widget and what lies over it, with some of the page behind. */
async function frame(visitor) {
  const room = visitor.page.viewportSize();
  const boxes = await visitor.widget.locator('dialog').evaluateAll((dialogs) => dialogs.map((dialog) => {
    const { left, top, right, bottom } = dialog.getBoundingClientRect();
    return [left, top, right, bottom];
  }));
  const edge = (side, pick) => pick(...boxes.map((box) => box[side]));
  const [x, y] = [edge(0, Math.min), edge(1, Math.min)].map((at) => Math.max(0, Math.floor(at) - 16));
  const [right, bottom] = [Math.min(room.width, Math.ceil(edge(2, Math.max)) + 16), Math.min(room.height, Math.ceil(edge(3, Math.max)) + 16)];
  return { x, y, width: right - x, height: bottom - y };
}
