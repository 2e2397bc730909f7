import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, type Page, test as base, expect } from '@playwright/test';
import { Server } from './server.ts';

export { expect };

/** Whether the project runs scripts. */
export type Script = { javaScriptEnabled: boolean };

type Fixtures = {
  server: Server;
  /** One window. */
  portal: Portal;
  /** Another window, on another device: it shares nothing with the first but the server. */
  elsewhere: Portal;
};

/** Every journey has a server, a database and a browser window of its own, and ends with nothing wrong in any. */
export const test = base.extend<Fixtures>({
  server: async ({}, use) => {
    const server = await Server.start();
    await use(server);
    await server.stop();
  },
  baseURL: async ({ server }, use) => use(server.url),
  portal: async ({ page, server, browser, javaScriptEnabled }, use) => {
    const portal = new Portal(page, server, new Inspector(browser, javaScriptEnabled ?? true));
    await use(portal);
    await portal.end();
  },
  elsewhere: async ({ server, browser, javaScriptEnabled }, use) => {
    const context = await browser.newContext();
    const portal = new Portal(await context.newPage(), server, new Inspector(browser, javaScriptEnabled ?? true));
    await use(portal);
    await portal.end();
    await context.close();
  },
});

/**
 * The portal as somebody uses it. Its verbs that lead to a page look that page over: axe, width, language.
 * A page that was reached in another way and not looked over fails the journey, and so does anything on the console.
 */
export class Portal {
  private readonly visited = new Set<string>();
  private readonly inspected = new Set<string>();
  private readonly complaints: string[] = [];
  private readonly refusals = new Set<string>();

  constructor(
    readonly page: Page,
    readonly server: Server,
    private readonly inspector: Inspector,
  ) {
    page.on('console', (message) => {
      const about = message.location().url;
      if (message.type() === 'error' && !this.refusals.has(about)) this.complaints.push(`${message.text()} (${about})`);
    });
    page.on('pageerror', (error) => this.complaints.push(`script: ${error.message}`));
    page.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText ?? '';
      // Leaving a page ends what it was still fetching.
      if (reason !== 'net::ERR_ABORTED') this.complaints.push(`${reason} ${request.url()}`);
    });
    page.on('response', (response) => {
      const request = response.request();
      if (request.isNavigationRequest() && response.status() < 300) this.visited.add(response.url());
      if (response.status() >= 400 && !this.refusals.has(response.url())) {
        this.complaints.push(`${response.status()} ${response.url()}`);
      }
    });
  }

  /** Types an address. A page that is not to be had is looked over too, when its status is expected. */
  async open(path: string, { status = 200 } = {}) {
    const url = new URL(path, this.server.url).href;
    if (status >= 400) this.refusals.add(url);
    const response = await this.page.goto(url);
    expect(response?.status(), path).toBe(status);
    await this.lookOver();
  }

  /** Presses a button that leads to a page. */
  async press(name: string | RegExp) {
    await this.leave(() => this.click(name));
  }

  /** Follows a link. */
  async follow(name: string | RegExp) {
    await this.leave(() => this.clickLink(name));
  }

  async click(name: string | RegExp) {
    await this.page.getByRole('button', { name, exact: true }).click();
  }

  /** Presses a button that leads to a page twice, as impatient people do. */
  async pressTwice(name: string | RegExp) {
    await this.leave(() => this.page.getByRole('button', { name, exact: true }).dblclick());
  }

  async clickLink(name: string | RegExp) {
    await this.page.getByRole('link', { name, exact: true }).first().click();
  }

  /**
   * Does what leads to a page that is not yet what it will be, and waits until it is. With scripts it changes by
   * itself; without, it is loaded again as its reader would.
   */
  async arriveAt(heading: string | RegExp, action: () => Promise<void>) {
    await this.leave(action, false);
    const arrived = this.page.getByRole('heading', { level: 1, name: heading });
    for (let tries = 0; tries < 20 && !(await arrived.isVisible()); tries += 1) {
      if (this.inspector.hasScript) await this.page.waitForTimeout(1_000);
      else await this.page.reload();
    }
    await this.isAt(heading);
    await this.lookOver();
  }

  /** Sends the page's first form in its main part. */
  async submit() {
    await this.leave(() => this.page.locator('main form button').first().click());
  }

  async fill(label: string | RegExp, text: string) {
    await this.page.getByLabel(label).fill(text);
  }

  async choose(label: string | RegExp) {
    await this.page.getByLabel(label).check();
  }

  /** The main heading says what page this is. */
  async isAt(heading: string | RegExp) {
    await expect(this.page.getByRole('heading', { level: 1 })).toContainText(heading);
  }

  /** A sentence that stands somewhere in the page's main part. */
  async says(text: string | RegExp) {
    await expect(this.page.getByRole('main')).toContainText(text);
  }

  /** The sentence stands in the summary, leads to its field, and is said again there or at the question it belongs to. */
  async hasErrors(...sentences: (string | RegExp)[]) {
    await expect(this.page).toHaveTitle(/^Error: /);
    const summary = this.page.getByRole('main').getByRole('alert');
    for (const sentence of sentences) {
      const link = summary.getByRole('link', { name: sentence });
      const field = this.page.locator(`[id="${(await link.getAttribute('href'))?.slice(1)}"]`);
      const isOneOfSeveral = /^(radio|checkbox)$/.test((await field.getAttribute('type')) ?? '');
      const described = isOneOfSeveral ? field.locator('xpath=ancestor::fieldset[1]') : field;
      await expect(described).toHaveAccessibleDescription(sentence instanceof RegExp ? sentence : new RegExp(escaped(sentence)));
    }
    await expect(summary.getByRole('link')).toHaveCount(sentences.length);
  }

  /** Does what leads to another page, waits for it, and looks it over. */
  async leave(action: () => Promise<void>, look = true) {
    await Promise.all([this.page.waitForEvent('load', { timeout: 30_000 }), action()]);
    if (look) await this.lookOver();
  }

  /** Looks over the page as it is now. */
  async lookOver() {
    this.inspected.add(this.page.url().split('#')[0]);
    const faults = await this.inspector.faults(this.page);
    expect.soft(faults, `faults of ${this.page.url()}`).toEqual([]);
  }

  /** Nothing was complained of, and no page was passed by. */
  async end() {
    await this.inspector.close();
    expect(this.complaints, 'what the browser complained of').toEqual([]);
    const passedBy = [...this.visited].filter((url) => !this.inspected.has(url));
    expect(passedBy, 'pages that were not looked over').toEqual([]);
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

const TWICE_AS_LARGE = 640;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Finds what is wrong with a page for somebody who reads it with other senses, or on a narrow screen. */
class Inspector {
  private room?: BrowserContext;

  constructor(
    private readonly browser: Browser,
    readonly hasScript: boolean,
  ) {}

  async faults(page: Page): Promise<string[]> {
    const subject = this.hasScript ? page : await this.twin(page);
    await subject.evaluate(axe);
    const violations = await subject.evaluate(async () => {
      const { violations } = await (globalThis as any).axe.run(document, { resultTypes: ['violations'] });
      return violations.map((one: any) => `${one.id}: ${one.help} (${one.nodes.map((node: any) => node.target).join(', ')})`);
    });
    const shape = await this.shape(page);
    const size = page.viewportSize();
    if (!size || size.width < 2 * TWICE_AS_LARGE) return [...violations, ...shape];
    // Who reads at 200 % has a window of half the width.
    await page.setViewportSize({ ...size, width: TWICE_AS_LARGE });
    const enlarged = (await this.shape(page)).map((fault) => `at 200 %: ${fault}`);
    await page.setViewportSize(size);
    return [...violations, ...shape, ...enlarged];
  }

  private async shape(page: Page): Promise<string[]> {
    return page.evaluate(() => {
      const faults: string[] = [];
      const { scrollWidth, clientWidth, lang } = document.documentElement;
      if (scrollWidth > clientWidth) {
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const range = document.createRange();
        while (texts.nextNode()) {
          range.selectNodeContents(texts.currentNode);
          if (range.getBoundingClientRect().right > clientWidth) faults.push(`sticks out: ${texts.currentNode.textContent}`);
        }
        faults.unshift(`scrolls sideways: ${scrollWidth} px in ${clientWidth} px`);
      }
      if (!/^(es-MX|en)$/.test(lang)) faults.push(`speaks ${lang || 'no language'}`);
      return faults;
    });
  }

  async close() {
    await this.room?.close();
  }

  /** axe needs timers, which a window without scripts has not: it reads the same document in a window that has. */
  private async twin(page: Page): Promise<Page> {
    const body = await page.content();
    this.room ??= await this.browser.newContext({ javaScriptEnabled: true, viewport: page.viewportSize() });
    const twin = await this.room.newPage();
    await twin.route(page.url(), (route) =>
      route.fulfill({
        body,
        contentType: 'text/html; charset=utf-8',
        headers: { 'content-security-policy': "script-src 'none'" },
      }),
    );
    await twin.goto(page.url());
    for (const other of this.room.pages()) if (other !== twin) await other.close();
    return twin;
  }
}
