import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const REQUIRE = /\brequire\("([^"]+)"\)/g;

/**
 * One classic script of an npm package that is published as CommonJS: the named modules and all that they require, found as Node finds them,
 * in the order in which they are needed. What they export is handed to the page as `globalThis.modules`, in the order of the names.
 */
export function commonJsBundle(names: readonly string[], from: string): string {
  const bodies = new Map<string, string>();
  const add = (path: string): void => {
    if (bodies.has(path)) return;
    const requireHere = createRequire(path);
    const source = readFileSync(path, 'utf8');
    bodies.set(path, '');
    const needed = [...source.matchAll(REQUIRE)].map((match) => match[1] ?? '');
    for (const name of needed) add(requireHere.resolve(name));
    const named = source.replace(REQUIRE, (_, name: string) => `require(${idOf(requireHere.resolve(name))})`);
    bodies.set(path, `${idOf(path)}:function(module,exports,require){${named}\n}`);
  };
  const ids = new Map<string, number>();
  const idOf = (path: string): number => {
    const id = ids.get(path) ?? ids.size;
    ids.set(path, id);
    return id;
  };
  const requireFrom = createRequire(from);
  const entries = names.map((name) => requireFrom.resolve(name));
  for (const path of entries) add(path);
  const runtime = `const made={};const require=(id)=>{if(!made[id]){made[id]={exports:{}};parts[id](made[id],made[id].exports,require)}return made[id].exports};`;
  return `(()=>{const parts={${[...bodies.values()].join(',\n')}};${runtime}globalThis.modules=[${entries.map((path) => `require(${idOf(path)})`).join()}]})();`;
}
