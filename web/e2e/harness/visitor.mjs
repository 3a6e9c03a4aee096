// The customer at the SaaS's page, with the widget in front.
import { strict as assert } from 'node:assert';
import { axeFinds } from './axe.mjs';
import { until } from './until.mjs';

export class Visitor {
  constructor(page, world, watch) {
    this.page = page;
    this.world = world;
    this.watch = watch;
    this.widget = page.locator('#connectdomain-widget-root');
  }

  /** Goes to the page; `wishes` are options of `open`, and `token`: fields of the token to be minted. */
  async arrive(wishes = {}, query = '') {
    await this.page.addInitScript((given) => (window.wishes = given), wishes);
    await this.page.goto(`${this.world.pages.url}/${query}`);
  }

  /** Clicks on the page's own button. */
  async open(wishes, query) {
    if (wishes) await this.arrive(wishes, query);
    await this.page.getByRole('button', { name: 'Connect your domain' }).click();
    await this.widget.locator('dialog.widget').waitFor();
  }

  heading(pattern) {
    return this.widget.getByRole('heading', { level: 2, name: pattern });
  }

  shows(pattern) {
    return this.heading(pattern).waitFor();
  }

  button(name) {
    return this.widget.getByRole('button', { name });
  }

  press(name) {
    return this.button(name).click();
  }

  /** Types a domain and looks it up. */
  async look(domain) {
    await this.widget.getByRole('textbox', { name: 'Your domain' }).fill(domain);
    await this.press('Continue');
    await this.shows(/^How to connect/);
  }

  async choose(way) {
    const radio = this.widget.getByRole('radio', { name: way });
    if (await radio.count()) await radio.check();
    await this.press('Continue');
  }

  /** The records of the screen by hand: `[name, type, value]` as they are to be typed in. */
  async rows() {
    const cards = this.widget.locator('.record');
    await cards.first().waitFor();
    return cards.evaluateAll((list) => list.map((card) => {
      const [name, value] = [...card.querySelectorAll('dd code')].map((code) => code.textContent);
      return [name, card.querySelector('.tag').textContent, value];
    }));
  }

  // In any language: by what the parts are, not by what they are called.

  main() {
    return this.widget.locator('.stage .foot .button.main');
  }

  plain() {
    return this.widget.locator('.stage .foot .button.plain');
  }

  async type(domain) {
    await this.widget.locator('#cd-domain').fill(domain);
    await this.main().click();
  }

  /** Looks a domain up, and waits for what comes after. */
  async search(domain) {
    await this.type(domain);
    await this.inside('.stage:not(:has(.body.calm > .spinner)) #cd-title');
    await until('that it was looked up', async () => (await this.widget.locator('#cd-domain').count()) === 0);
  }

  async wayTo(way) {
    await this.widget.locator(`input[value="${way}"]`).check();
    await this.main().click();
  }

  /** Agrees to what is replaced, and goes on. */
  async agree() {
    await this.widget.locator('input[type="checkbox"]').check();
    await this.main().click();
  }

  async step() {
    return (await this.steps()).pop();
  }

  at(step) {
    return until(`the step ${step}`, async () => (await this.step()) === step);
  }

  inside(selector) {
    return this.widget.locator(selector).first().waitFor();
  }

  gone(selector) {
    return this.widget.locator(selector).first().waitFor({ state: 'detached' });
  }

  told(name) {
    return this.page.evaluate((wanted) => window.told.filter(([kind]) => !wanted || kind === wanted).map(([, detail]) => detail), name);
  }

  steps() {
    return this.page.evaluate(() => window.told.filter(([kind]) => kind === 'step').map(([, { step }]) => step));
  }

  called(name) {
    return this.page.evaluate((wanted) => window.called.filter(([kind]) => kind === wanted).map(([, value]) => value), name);
  }

  isGone() {
    return until('that the widget is gone', async () => (await this.page.locator('#connectdomain-widget-root').count()) === 0);
  }

  /** What has the focus, also inside the shadow root. */
  focused() {
    return this.page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return { id: element?.id ?? '', tag: element?.localName ?? '', text: element?.textContent?.trim() ?? '', label: element?.getAttribute('aria-label') ?? '' };
    });
  }

  /** Holds that axe finds nothing at all. */
  async isAccessible(what = '') {
    await this.isStill();
    assert.deepEqual(await axeFinds(this.page), [], `axe finds nothing ${what}`);
  }

  /** Waits until what moves once has arrived; what turns for ever may go on. */
  async isStill() {
    await until('that nothing moves', () => this.page.evaluate(() => {
      const shadow = document.querySelector('#connectdomain-widget-root')?.shadowRoot;
      return (shadow?.getAnimations() ?? []).every((animation) =>
        animation.effect.getComputedTiming().iterations === Infinity || animation.playState !== 'running');
    }));
  }
}
