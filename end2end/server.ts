import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const repository = new URL('..', import.meta.url).pathname;

let started = 0;

/** A running portal with a database of its own, copied from the seeded one. */
export class Server {
  private constructor(
    readonly url: string,
    private readonly process: ReturnType<typeof spawn>,
    private readonly database: string,
    private readonly log: string[],
  ) {}

  static async start(): Promise<Server> {
    const database = `journey_${process.pid}_${(started += 1)}`;
    await sql(`create database ${database} template journeys owner aldia_owner`);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const socket = process.env.PGHOST;
    const child = spawn(`${repository}target/debug/aldia`, ['serve'], {
      cwd: repository,
      env: {
        ...process.env,
        ALDIA_ADDR: `127.0.0.1:${port}`,
        ALDIA_PUBLIC_URL: url,
        DATABASE_URL: `postgres://aldia_app@localhost/${database}?host=${socket}`,
        MIGRATE_DATABASE_URL: `postgres://aldia_owner@localhost/${database}?host=${socket}`,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const log: string[] = [];
    child.stderr.setEncoding('utf8').on('data', (text: string) => log.push(text));
    const server = new Server(url, child, database, log);
    await server.untilReady();
    return server;
  }

  /** What the server wrote to its log so far. */
  get words(): string {
    return this.log.join('');
  }

  /** What a statement answers in the server's database, for what no page shows. */
  async ask(statement: string): Promise<string> {
    const { stdout } = await run('psql', [
      '--quiet', '--no-psqlrc', '--tuples-only', '--no-align', '--username=postgres', `--dbname=${this.database}`, '--command', statement,
    ]);
    return stdout.trim();
  }

  /** Asks the server to stop, and complains unless it did so by itself and without an error in its log. */
  async stop(): Promise<void> {
    if (this.process.exitCode === null) {
      this.process.kill('SIGTERM');
      await Promise.race([once(this.process, 'exit'), pause(10_000)]);
    }
    const code = this.process.exitCode;
    this.process.kill('SIGKILL');
    await sql(`drop database ${this.database} with (force)`);
    if (code !== 0 || /\bERROR\b|panicked/.test(this.words)) {
      throw new Error(`the server ended with ${code ?? 'a kill'}, and wrote:\n${this.words}`);
    }
  }

  private async untilReady(): Promise<void> {
    for (let waited = 0; waited < 20_000; waited += 50) {
      if (this.process.exitCode !== null) break;
      const answer = await fetch(`${this.url}/readyz`).catch(() => null);
      if (answer?.ok) return;
      await pause(50);
    }
    throw new Error(`the server did not become ready, and wrote:\n${this.words}`);
  }
}

function sql(statement: string) {
  return run('psql', ['--quiet', '--no-psqlrc', '--username=postgres', '--dbname=postgres', '--command', statement]);
}

export async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  listener.close();
  await once(listener, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}

function pause(milliseconds: number) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
