import { conditionWords } from './condition-words.ts';
import type { FlowDefinition, StepDefinition } from './flow-definition.ts';
import { diagramTexts as say } from './texts.ts';

const WIDTH = 720;
const BOX = { width: 260, height: 64, gap: 40 };
const PARTY = { width: 150, height: 56, gap: 12 };

/** What stands for a role, department or industry in the drawing. */
export type NameOf = (id: string) => string;

export type Standing = 'done' | 'now' | 'later';

export interface DiagramOptions {
  /** Where a running case stands at each step, and at each party of a parallel one. */
  standing?: (step: string, party: string | null) => Standing;
  /** Drawn into a page that brings the styles and sets the size itself. */
  isBare?: boolean;
}

type Drawing = { definition: FlowDefinition; nameOf: NameOf; standing: NonNullable<DiagramOptions['standing']> };

/**
 * Draws a flow from top to bottom as SVG: one box a step with who acts and the days, parallel parties side by side, conditions on the
 * arrows, the outcome at the end.
 */
export function flowDiagram(definition: FlowDefinition, nameOf: NameOf = (id) => id, options: DiagramOptions = {}): string {
  const drawing: Drawing = { definition, nameOf, standing: options.standing ?? (() => 'later') };
  const parts: string[] = [];
  let top = 24;
  parts.push(text(WIDTH / 2, top, definition.name, 'title'));
  top += 24;
  top = pill(parts, top, say.start);
  for (const step of definition.steps) {
    top = arrow(parts, top, step.when && conditionWords(definition.fields, step.when));
    top = step.parties ? parallel(parts, top, step, drawing) : serial(parts, top, step, drawing);
  }
  top = arrow(parts, top, undefined);
  top = pill(parts, top, say.end);
  for (const outcome of definition.outcome) {
    top += 22;
    parts.push(text(WIDTH / 2, top, outcome.text, 'small'));
  }
  const height = top + 24;
  const size = options.isBare ? 'class="flow-diagram"' : `width="${WIDTH}" height="${height}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" ${size} role="img" aria-label="${escapeXml(definition.name)}">`,
    ...(options.isBare ? [] : [`<style>${STYLE}</style>`]),
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#667"/></marker></defs>',
    ...parts,
    '</svg>',
  ].join('\n');
}

const STYLE = [
  'text{font-family:"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;font-size:14px;fill:#223;text-anchor:middle}',
  '.title{font-size:17px;font-weight:600}.small{font-size:12px;fill:#556}.beside{text-anchor:start}',
  'rect{fill:#fff;stroke:#4a6fa5;stroke-width:1.2}.pill{fill:#eef3fa}.party{fill:#f6f9fd}.group{fill:none;stroke:#a9bad3;stroke-dasharray:5 4}',
  'line{stroke:#667;stroke-width:1.2}rect.done{fill:#e7f3ea}rect.now{fill:#fff4d6;stroke-width:2.4}',
].join('');

function serial(parts: string[], top: number, step: StepDefinition, { nameOf, standing }: Drawing): number {
  const left = (WIDTH - BOX.width) / 2;
  parts.push(rect(left, top, BOX.width, BOX.height, marked('', standing(step.key, null))));
  parts.push(text(WIDTH / 2, top + 26, `${step.name}（${say.days(step.days)}）`, ''));
  parts.push(text(WIDTH / 2, top + 47, whoOf(step, nameOf), 'small'));
  return top + BOX.height;
}

/** Parties in rows of at most four, inside a dashed frame with the step's name. */
function parallel(parts: string[], top: number, step: StepDefinition, { definition, nameOf, standing }: Drawing): number {
  const parties = step.parties ?? [];
  const perRow = Math.min(4, parties.length);
  const rows = Math.ceil(parties.length / perRow);
  const height = 44 + rows * (PARTY.height + PARTY.gap);
  parts.push(rect(16, top, WIDTH - 32, height, 'group'));
  parts.push(text(WIDTH / 2, top + 24, `${step.name}（${say.days(step.days)}，${say.joins[step.join ?? 'all']}）`, ''));
  for (const [index, party] of parties.entries()) {
    const inRow = Math.min(perRow, parties.length - Math.floor(index / perRow) * perRow);
    const rowWidth = inRow * PARTY.width + (inRow - 1) * PARTY.gap;
    const left = (WIDTH - rowWidth) / 2 + (index % perRow) * (PARTY.width + PARTY.gap);
    const y = top + 36 + Math.floor(index / perRow) * (PARTY.height + PARTY.gap);
    parts.push(rect(left, y, PARTY.width, PARTY.height, marked('party', standing(step.key, party.key))));
    parts.push(text(left + PARTY.width / 2, y + 24, whoOf(party, nameOf), ''));
    parts.push(
      text(
        left + PARTY.width / 2,
        y + 43,
        clip(party.when ? say.onlyWhen(conditionWords(definition.fields, party.when)) : party.decides, 12),
        'small',
      ),
    );
  }
  return top + height;
}

/** A step that is still to come looks like one of no case at all. */
function marked(kind: string, standing: Standing): string {
  return [kind, standing === 'later' ? '' : standing].filter(Boolean).join(' ');
}

function whoOf(handler: { role?: string; department?: string; section?: string; industry?: string }, nameOf: NameOf): string {
  const body = handler.department ?? handler.section ?? handler.industry;
  return clip(
    [body, body ? undefined : handler.role]
      .filter((id) => id !== undefined)
      .map(nameOf)
      .join(' '),
    18,
  );
}

function pill(parts: string[], top: number, label: string): number {
  parts.push(`<rect class="pill" x="${WIDTH / 2 - 60}" y="${top}" width="120" height="34" rx="17"/>`);
  parts.push(text(WIDTH / 2, top + 22, label, ''));
  return top + 34;
}

function arrow(parts: string[], top: number, condition: string | undefined): number {
  const end = top + BOX.gap;
  parts.push(`<line x1="${WIDTH / 2}" y1="${top}" x2="${WIDTH / 2}" y2="${end - 2}" marker-end="url(#arrow)"/>`);
  if (condition) parts.push(`<text class="small beside" x="${WIDTH / 2 + 10}" y="${top + 24}">${escapeXml(clip(condition, 44))}</text>`);
  return end;
}

function rect(x: number, y: number, width: number, height: number, kind: string): string {
  return `<rect${kind ? ` class="${kind}"` : ''} x="${x}" y="${y}" width="${width}" height="${height}" rx="8"/>`;
}

function text(x: number, y: number, words: string, kind: string): string {
  return `<text${kind ? ` class="${kind}"` : ''} x="${x}" y="${y}">${escapeXml(words)}</text>`;
}

function clip(words: string, most: number): string {
  const characters = [...words];
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : words;
}

function escapeXml(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
