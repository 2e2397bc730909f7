import { defineConfig } from '@playwright/test';
import type { Script } from './portal.ts';

// Chromium is Debian's. Without these words it looks for its maker's servers at every start.
const quietly = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

const desktop = { viewport: { width: 1280, height: 800 } };
const phone = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

export default defineConfig<Script>({
  testDir: 'journeys',
  outputDir: 'test-results',
  fullyParallel: true,
  // Two cores, and each journey waits for its page part of the time.
  workers: 3,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    browserName: 'chromium',
    launchOptions: {
      executablePath: '/usr/bin/chromium',
      args: process.getuid?.() === 0 ? [...quietly, '--no-sandbox'] : quietly,
    },
    locale: 'es-MX',
    timezoneId: 'America/Mexico_City',
    screenshot: 'only-on-failure',
    // What a trace costs is paid by every journey that passes: TRACE=1 asks for them.
    trace: process.env.TRACE ? 'retain-on-failure' : 'off',
  },
  // Without a script nothing depends on the width but the style sheet, which the other two show at theirs: the phone is
  // where scripts are missing in practice.
  projects: [
    { name: 'desktop', use: { ...desktop, javaScriptEnabled: true } },
    { name: 'phone', use: { ...phone, javaScriptEnabled: true } },
    { name: 'phone without script', use: { ...phone, javaScriptEnabled: false } },
  ],
});
