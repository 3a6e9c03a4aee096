// What axe finds on a page. It comes in by the debugger, since the pages' policies let nobody else in.
import axe from 'axe-core';

export async function axeFinds(page) {
  const session = await page.context().newCDPSession(page);
  try {
    await session.send('Runtime.evaluate', { expression: `window.axe || (() => { ${axe.source} })(); 0` });
  } finally {
    await session.detach();
  }
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`);
}
