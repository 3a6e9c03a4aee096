// Brings a visitor to a screen of the list, with everything that changes by itself held still.
import { answers, never, NOW } from './answers.mjs';
import { screens } from './list.mjs';

/** What contexts of every variant share: nothing moves, and pixels do not depend on the machine's own settings. */
export const settings = { reducedMotion: 'reduce', deviceScaleFactor: 1, viewport: { width: 1000, height: 1000 } };

/** `name` of a screen; `wishes` and `query` add to its own. */
export async function toScreen(visitor, name, { wishes = {}, query = '' } = {}) {
  const { answer = answers(), go, clock, wishes: own = {} } = screens[name];
  const { page, world } = visitor;
  if (clock) await page.clock.install({ time: NOW });
  else await page.clock.setFixedTime(NOW);
  await page.route(`${world.program.api}/**`, (route) => {
    const request = route.request();
    const { pathname, search } = new URL(request.url());
    const given = answer(request.method(), pathname + search, request.postDataJSON());
    // What never answers is left open until the context is closed.
    if (given === never) return undefined;
    return route.fulfill({ status: given.status, json: given.body, headers: { 'access-control-allow-origin': '*' } });
  });
  await visitor.open({ ...own, ...wishes }, query);
  await visitor.inside('#cd-title');
  await go?.(visitor);
  // Nothing is pointed at.
  await page.mouse.move(1, 1);
  await visitor.isStill();
}
