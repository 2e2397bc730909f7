import { createHmac } from 'node:crypto';
import { type Portal, expect } from './portal.ts';

/** People of the demo, by what they type at the door, and the fact that a new device is asked for. */
export const maria = { address: 'maria@example.mx', knownFact: 'F-1057' };
export const lucia = { address: 'lucia@example.mx', knownFact: 'F-0640' };
export const susan = { address: 'susan@example.com', knownFact: 'F-0720' };
export const alberto = { address: 'alberto@example.mx', knownFact: 'F-1041' };
export const rosa = { address: 'rosa@example.mx', knownFact: 'F-0742' };
export const ines = { address: 'ines@example.mx', knownFact: 'N-0210' };
export const anna = { address: 'anna@example.com', knownFact: 'N-0215' };
export const jorge = { address: '5512340006', knownFact: 'F-0731' };

/** Members of the team share a password and an authenticator key. */
export const daniel = { address: 'daniel@aguas.example', password: 'agua clara 2026' };

export const victor = { address: 'victor@aguas.example', password: 'agua clara 2026' };
export const elena = { address: 'elena@aguas.example', password: 'agua clara 2026' };
export const carmen = { address: 'carmen@aguas.example', password: 'agua clara 2026' };
export const raul = { address: 'raul@noriega.example', password: 'agua clara 2026' };

/** Codes that a journey was given before, by server and address: each is good once. */
const given = new Set<string>();

/** The newest six digits that the demo's mailbox holds for an address, once newer ones came than those already given. */
export async function latestCode(portal: Portal, address: string): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const mailbox = await fetch(`${portal.server.url}/dev/mailbox?to=${encodeURIComponent(address)}`);
    const code = /<article[^]*?\b(\d{6})\b/.exec(await mailbox.text())?.[1];
    const key = `${portal.server.url} ${address} ${code}`;
    if (code && !given.has(key)) {
      given.add(key);
      return code;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no new code came for ${address}`);
}

/** The demo's authenticator key, which every member of its team shares. */
const KEY = 'ALDIADEMOALDIADEMOALDIADEMO23456';

type Person = { address: string; knownFact: string };
type Staff = { address: string; password: string };

/** Through the debtors' door, in the language that the browser asks for. */
export async function signIn(portal: Portal, person: Person, next = '/account') {
  await portal.open(next);
  await portal.page.locator('[name=who]').fill(person.address);
  await portal.submit();
  await portal.page.locator('[name=code]').fill(await latestCode(portal, person.address));
  await portal.submit();
  await portal.page.locator('[name=fact]').fill(person.knownFact);
  await portal.submit();
  const { pathname, search } = new URL(portal.page.url());
  expect(pathname + search).toBe(next);
}

/** Through the team's door. */
export async function signInAtTheDesk(portal: Portal, staff: Staff, next = '/desk') {
  await portal.open(next);
  await portal.page.locator('[name=email]').fill(staff.address);
  await portal.page.locator('[name=password]').fill(staff.password);
  await portal.submit();
  await portal.page.locator('[name=code]').fill(authenticatorCode());
  await portal.submit();
  expect(new URL(portal.page.url()).pathname).toBe(next);
}

/** What an authenticator set up with the demo's key shows now (RFC 6238: SHA-1, 6 digits, 30 seconds). */
export function authenticatorCode(now = Date.now()): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)));
  const digest = createHmac('sha1', fromBase32(KEY)).update(counter).digest();
  const offset = digest[digest.length - 1] & 0x0f;
  return String((digest.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'));
  return Buffer.from(bits.join('').match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
}
