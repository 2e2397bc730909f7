import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { expect, test } from '@playwright/test';
import { freePort, repository } from '../server.ts';

// A server as `make run` starts it: without a database of anybody's, on a data folder of its own.
test.beforeEach(({}, { project }) => test.skip(project.name !== 'desktop', 'is about processes, which have no screen'));

test('a server brings its own database, shows how to get in, and takes all of it away again', async () => {
  await withFolder(async (folder) => {
    const server = await start(folder);
    expect(server.words()).toContain('maria@example.mx');
    expect(await (await fetch(`${server.url}/`)).text()).toContain('Aguas del Valle');
    expect(await listensOnTcp(folder)).toBe(false);
    expect(await server.stop('SIGINT')).toBe(0);
    expect(await databaseProcesses(folder)).toEqual([]);
  });
});

test('a server that was killed starts again by itself', async () => {
  await withFolder(async (folder) => {
    const killed = await start(folder);
    await killed.stop('SIGKILL');
    const server = await start(folder);
    expect((await fetch(`${server.url}/login`)).status).toBe(200);
    expect(await server.stop('SIGTERM')).toBe(0);
    expect(await databaseProcesses(folder)).toEqual([]);
  });
});

test('two servers on two folders do not know of each other', async () => {
  await withFolder(async (one) => {
    await withFolder(async (other) => {
      const servers = await Promise.all([start(one), start(other)]);
      for (const server of servers) expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
      expect(await servers[0].stop('SIGINT')).toBe(0);
      expect((await fetch(`${servers[1].url}/readyz`)).status).toBe(200);
      expect(await servers[1].stop('SIGINT')).toBe(0);
    });
  });
});

async function start(folder: string) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { DATABASE_URL, MIGRATE_DATABASE_URL, ALDIA_SECRET_FILE, ...environment } = process.env;
  const child = spawn(`${repository}target/debug/aldia`, ['serve'], {
    cwd: repository,
    env: {
      ...environment,
      ALDIA_ADDR: `127.0.0.1:${port}`,
      ALDIA_PUBLIC_URL: url,
      ALDIA_DATA_DIR: `${folder}/data`,
      ALDIA_CLUSTER_DIR: `${folder}-cluster`,
    },
  });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (words += text));
  const ended = once(child, 'exit');
  await expect(async () => {
    expect(child.exitCode, words).toBe(null);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(words).toContain(url);
  }).toPass({ timeout: 60_000 });
  return {
    url,
    words: () => words,
    stop: async (signal: NodeJS.Signals) => {
      child.kill(signal);
      const [code] = await ended;
      return code;
    },
  };
}

/** The processes that work in a cluster's folder, as all of PostgreSQL's do. */
async function databaseProcesses(folder: string): Promise<string[]> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const places = await Promise.all(processes.map((id) => readlink(`/proc/${id}/cwd`).catch(() => '')));
  return processes.filter((_, index) => places[index] === `${folder}-cluster`);
}

/** PostgreSQL writes the addresses it listens on into the sixth line of this file. */
async function listensOnTcp(folder: string): Promise<boolean> {
  const lines = (await readFile(`${folder}-cluster/postmaster.pid`, 'utf8')).split('\n');
  return lines[5].trim() !== '';
}

async function withFolder(use: (folder: string) => Promise<void>) {
  const folder = await mkdtemp(`${tmpdir()}/aldia-`);
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
    await rm(`${folder}-cluster`, { recursive: true, force: true });
  }
}
