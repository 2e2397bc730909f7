import { createHmac } from 'node:crypto';

/** The demo's authenticator key, which every member of its team shares. */
const KEY = 'ALDIADEMOALDIADEMOALDIADEMO23456';

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
