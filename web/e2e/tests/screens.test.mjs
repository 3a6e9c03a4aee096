// Each screen and overlay by itself: nothing for axe to find, targets that fingers hit, no sideways scrolling on phones.
import { screens } from '../screens/list.mjs';
import { settings, toScreen } from '../screens/stage.mjs';
import { assert, inTheWorld, visit } from '../harness/world.mjs';

inTheWorld(undefined, { isWritten: true });

const PHONES = [360, 320];
/** The smallest side of what fingers press, in CSS pixels. */
const TARGET = 44;

for (const [name, { console: allowed }] of Object.entries(screens)) {
  visit(`${name}: axe finds nothing, and it fits phones and fingers`, { ...settings, console: allowed }, async (visitor) => {
    const { page } = visitor;
    await toScreen(visitor, name);
    await visitor.isAccessible('in light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await visitor.isAccessible('in the dark');
    await visitor.widget.evaluate((host) => (host.dir = document.documentElement.dir = 'rtl'));
    await visitor.isAccessible('from right to left');
    await page.emulateMedia({ colorScheme: 'light' });
    for (const width of PHONES) {
      await page.setViewportSize({ width, height: 640 });
      assert.deepEqual(await sticksOut(page), [], `nothing sticks out at ${width} pixels`);
      assert.deepEqual(await small(page), [], 'everything that is pressed is large enough');
    }
    await visitor.isAccessible('on a phone');
  });
}

/** What is wider than its room, or than the window. */
const sticksOut = (page) => page.evaluate(() => {
  const { shadowRoot } = document.querySelector('#connectdomain-widget-root');
  const wide = [...shadowRoot.querySelectorAll('*')].filter((element) => {
    const { left, right, width } = element.getBoundingClientRect();
    if (!width || element.closest('.unseen')) return false;
    const scrolls = element.scrollWidth > element.clientWidth + 1 && !['visible', 'hidden', 'clip'].includes(getComputedStyle(element).overflowX) && element.localName !== 'input';
    return left < -1 || right > innerWidth + 1 || scrolls;
  });
  return wide.map((element) => `${element.localName}.${element.className} ${element.textContent.slice(0, 40)}`);
});

/** What is pressed and smaller than a fingertip; inputs count with the label around them. */
const small = (page) => page.evaluate((target) => {
  const { shadowRoot } = document.querySelector('#connectdomain-widget-root');
  const pressed = [...shadowRoot.querySelectorAll('button, a[href], input')].map((element) => element.closest('label') ?? element);
  return pressed.filter((element) => {
    const { width, height } = element.getBoundingClientRect();
    return height < target - 0.5 || width < target - 0.5;
  }).map((element) => {
    const { width, height } = element.getBoundingClientRect();
    return `${element.localName}.${element.className} ${width}×${height} ${element.textContent.slice(0, 30)}`;
  });
}, TARGET);
