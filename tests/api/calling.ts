import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Hono } from 'hono';
import type { ApiDeps } from '../../src/api/v1/api-deps.ts';
import { apiRoutes } from '../../src/api/v1/api-routes.ts';
import { listen } from '../../src/api/web-server.ts';
import { createKeptFiles } from '../../src/conversation/kept-files.ts';
import { createIndexBook } from '../../src/insight/respect-index/index-book.ts';
import type { Station } from '../../src/organisation/station.ts';
import { saveStations } from '../../src/organisation/station-store.ts';
import { sha256 } from '../../src/platform/api-tokens.ts';
import { createWorkingDays } from '../../src/platform/calendar/working-days.ts';
import { manualClock } from '../../src/platform/clock.ts';
import type { Database } from '../../src/platform/database.ts';
import { memoryLog } from '../../src/platform/log.ts';
import { flows, layDistrict, monday, type Told } from '../cases/district.ts';
import { testSealer } from '../setup/test-database.ts';

export const tokens = { read: 'token-of-the-reader', write: 'token-of-the-writer', admin: 'token-of-the-admin' } as const;

interface Call {
  token?: string | null;
  staff?: string;
  key?: string;
  body?: unknown;
  /** Sent as it stands instead of `body`. */
  raw?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
}

export interface Answer {
  status: number;
  headers: Headers;
  /** The JSON that came back; the bytes of anything else. */
  body: unknown;
  text: string;
  /** The same, said to be of a shape that the description has been held against. */
  as<Shape>(): Shape;
}

export interface Api {
  deps: ApiDeps;
  told: Told;
  clock: ReturnType<typeof manualClock>;
  log: ReturnType<typeof memoryLog>;
  url: string;
  document: OpenApiDocument;
  get(path: string, call?: Call): Promise<Answer>;
  post(path: string, call?: Call): Promise<Answer>;
  call(method: string, path: string, call?: Call): Promise<Answer>;
  /** The process ends and another begins over the same database. */
  restart(): Promise<Api>;
  /** Another process beside it. */
  beside(processId: string): Promise<Api>;
  /** Stops listening, and keeps what the others work on. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

export interface OpenApiDocument {
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, { content?: Record<string, unknown> }> }>>;
}

const station = (code: string, level: Station['level'], rest: Partial<Station>): Station => ({
  code,
  level,
  name: code,
  parentCode: null,
  town: null,
  village: null,
  address: null,
  longitude: null,
  latitude: null,
  headName: null,
  phone: null,
  demo: false,
  ...rest,
});

/** The places of the district's people, and a town beside theirs. */
const stations = [
  station('S', 'district', {}),
  station('S-姜山镇', 'town', { parentCode: 'S', town: '姜山镇', headName: '员T1' }),
  station('S-横溪镇', 'town', { parentCode: 'S', town: '横溪镇' }),
  station('S-走马塘村', 'village', { parentCode: 'S-姜山镇', town: '姜山镇', village: '走马塘村' }),
];

let processes = 0;

/** The API on loopback over a small district, every answer held against its own description. */
export async function openApi(db: Database, parts: Partial<ApiDeps> = {}): Promise<Api> {
  const told = await layDistrict(db);
  await saveStations(db.tx, stations);
  const folder = await mkdtemp(join(tmpdir(), 'yinling-api-'));
  const sealer = testSealer();
  const clock = manualClock(monday);
  const log = memoryLog();
  const deps: ApiDeps = {
    db,
    sealer,
    clock,
    log,
    flows,
    cases: told.deps,
    files: createKeptFiles(folder, sealer),
    index: createIndexBook({ db, workingDays: createWorkingDays() }),
    tokens: (['read', 'write', 'admin'] as const).map((scope) => ({ name: scope, scope, sha256: sha256(tokens[scope]) })),
    areTokensGenerated: true,
    requestsPerMinute: 100_000,
    processId: 'first',
    ...parts,
  };
  return serve({ deps, told, clock, log, folder });
}

async function serve(parts: Pick<Api, 'deps' | 'told' | 'clock' | 'log'> & { folder: string }): Promise<Api> {
  const { deps, folder, ...rest } = parts;
  const routes = apiRoutes(deps);
  const web = await listen([routes as unknown as Hono], '127.0.0.1', 0);
  const document = (await (await fetch(`${web.url}/api/openapi.json`)).json()) as OpenApiDocument;
  const check = answerCheck(document);
  const call: Api['call'] = async (method, path, asked = {}) => {
    const response = await fetch(web.url + path, { method, headers: headersOf(asked), ...bodyOf(asked) });
    const bytes = Buffer.from(await response.arrayBuffer());
    const type = response.headers.get('content-type') ?? '';
    const text = bytes.toString('utf8');
    const body = type.includes('json') ? JSON.parse(text) : bytes;
    check(method.toLowerCase(), path, response.status, type, body);
    return { status: response.status, headers: response.headers, body, text, as: <Shape>() => body as Shape };
  };
  return {
    ...rest,
    deps,
    url: web.url,
    document,
    call,
    get: (path, asked) => call('GET', path, asked),
    post: (path, asked) => call('POST', path, asked),
    restart: async () => {
      await web.close();
      processes += 1;
      return serve({ ...parts, deps: { ...deps, processId: `later-${processes}` } });
    },
    beside: async (processId) => {
      const other = await serve({ ...parts, deps: { ...deps, processId } });
      return { ...other, close: () => other.stop() };
    },
    stop: () => web.close(),
    close: async () => {
      await web.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function headersOf({ token = tokens.admin, staff, key, raw, body, headers = {} }: Call): Record<string, string> {
  return {
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...(staff === undefined ? {} : { 'x-acting-staff': staff }),
    ...(key === undefined ? {} : { 'idempotency-key': key }),
    ...(raw === undefined && body === undefined ? {} : { 'content-type': 'application/json' }),
    ...headers,
  };
}

function bodyOf({ raw, body }: Call): { body?: string | Uint8Array<ArrayBuffer> } {
  if (raw !== undefined) return { body: raw };
  return body === undefined ? {} : { body: JSON.stringify(body) };
}

const escaped = (part: string) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));

/** Holds an answer against what the document says of the call: its status, its kind and its shape, with nothing beside it. */
function answerCheck(document: OpenApiDocument) {
  const ajv = new Ajv2020.default({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ ...document, $id: 'api' }, undefined, false, false);
  const templates = Object.keys(document.paths).map((template) => ({
    template,
    pattern: new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`),
  }));
  return (method: string, path: string, status: number, type: string, body: unknown): void => {
    const address = path.split('?')[0] ?? '';
    const template = templates.find((one) => one.template === address || one.pattern.test(address))?.template ?? '';
    const described = document.paths[template]?.[method];
    if (!described) return;
    const media = type.split(';')[0] ?? '';
    if (!described.responses[status]?.content?.[media]) throw new Error(`${method} ${template} does not describe ${status} ${media}`);
    if (!media.includes('json')) return;
    const place = ['paths', template, method, 'responses', String(status), 'content', media, 'schema'].map(escaped).join('/');
    const validate = ajv.getSchema(`api#/${place}`);
    if (!validate?.(body))
      throw new Error(`${method} ${path} ${status}: ${ajv.errorsText(validate?.errors)} in ${JSON.stringify(body).slice(0, 600)}`);
  };
}
