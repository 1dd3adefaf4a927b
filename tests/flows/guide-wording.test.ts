import { describe, expect, it } from 'vitest';
import type { FlowDefinition } from '../../src/flows/flow-definition.ts';
import { loadFlows } from '../../src/flows/load-flows.ts';
import { editionTexts } from '../../src/flows/texts.ts';
import { departments } from '../../src/organisation/departments.ts';
import { projectFile } from '../../src/platform/project-file.ts';

/** What can be checked of guide texts and example sentences without reading them. */

const book = await loadFlows(projectFile('flows/'));
const flows = book.list().map(({ definition }) => definition);
const plain = (title: string) => title.replace(/（[^）]*）$/, '');

/** Titles that a text names, with the articles behind each: 《军人抚恤优待条例》第十二、十三条. */
function titlesIn(text: string): { title: string; articles: string[] }[] {
  return [...text.matchAll(/《([^》]+)》((?:、?第[零一二三四五六七八九十百至、]+条)*)/g)].map(([, title = '', articles = '']) => ({
    title,
    articles: articles
      .replace(/[第条]/g, '')
      .split('、')
      .filter(Boolean),
  }));
}

function articlesOf(flow: FlowDefinition, title: string): string[] | null {
  const rows = flow.basis.filter((one) => plain(one.title).includes(plain(title)));
  if (rows.length === 0) return null;
  return rows.flatMap((row) =>
    plain(row.article ?? '')
      .replace(/[第条]/g, '')
      .split('、'),
  );
}

describe.each(flows.map((flow) => [flow.id, flow] as const))('the guide of %s', (_, flow) => {
  const texts = Object.entries(flow.guide);

  it('is made of whole sentences, without words of code', () => {
    for (const [topic, text] of texts) {
      expect(text, topic).toMatch(/。$/);
      expect(text.replaceAll('Yi家人', ''), topic).not.toMatch(/[A-Za-z_]|规则引擎|系统校验/);
    }
  });

  it('says whom it is for and by which title, one that the definition rests on, with its articles', () => {
    const { eligibility } = flow.guide;
    const named = titlesIn(eligibility);
    expect(named.length > 0 || /号/.test(eligibility) || /这是/.test(eligibility), eligibility).toBe(true);
    for (const { title, articles } of named) {
      const known = articlesOf(flow, title);
      expect(known !== null || editionTexts[title] !== undefined, title).toBe(true);
      if (known && known.join('') !== '')
        expect(
          articles.filter((one) => !known.includes(one)),
          `${flow.id} ${title}`,
        ).toEqual([]);
    }
  });

  it('says by when and how long in words that the limit does not say already', () => {
    expect(flow.guide.deadline).not.toMatch(/^受理后\d+个工作日内办结/);
    if (flow.limitNote) expect(flow.guide.deadline).not.toContain(flow.limitNote);
  });

  it('calls days that the definition only supposes illustrative', () => {
    const supposed = flow.guide.deadline
      .split(/[；。]/)
      // The limit of the whole carries its own mark above.
      .filter((part) => /\d+个?工作日/.test(part) && !part.includes(`${flow.limitDays}个工作日`) && !/不少于/.test(part))
      .filter((part) => /审|核|评|办理|公示|匹配|勘验|推荐/.test(part));
    const silent = supposed.filter(() => !/示意/.test(flow.guide.deadline) && flow.limitKind !== 'statutory');
    expect(silent).toEqual([]);
  });

  it('says where, and which department leads', () => {
    const lead = departments.find((one) => one.id === flow.lead);
    expect(flow.guide.where).toContain(lead?.name ?? '?');
  });

  it('introduces the service beyond its summary', () => {
    expect(flow.guide.overview).not.toBe(flow.summary);
    expect([...flow.guide.overview].length).toBeGreaterThan(25);
  });
});

describe('the example sentences', () => {
  const all = flows.flatMap((flow) => flow.examples.map((text) => ({ id: flow.id, text, bare: text.replace(/[，。、：\s“”]/g, '') })));

  it('are at least eight a service, short, and different from each other everywhere', () => {
    expect(flows.filter((flow) => flow.examples.length < 8).map((flow) => flow.id)).toEqual([]);
    expect(all.filter(({ text }) => [...text].length > 40 || [...text].length < 4)).toEqual([]);
    const doubles = [...Map.groupBy(all, ({ bare }) => bare).values()].filter((same) => same.length > 1);
    expect(doubles.map((same) => same.map(({ id, text }) => `${id}: ${text}`))).toEqual([]);
  });

  it('are no bare name of the service', () => {
    const names = new Set(flows.flatMap((flow) => [flow.name, ...flow.aliases]));
    expect(all.filter(({ text }) => names.has(text))).toEqual([]);
  });

  it.each(flows.map((flow) => [flow.id, flow] as const))('of %s are no two of one form', (_, flow) => {
    const forms = flow.examples.map((text) => ({ text, pairs: pairsOf(text) }));
    const alike = forms.flatMap((one, index) =>
      forms.slice(index + 1).flatMap((other) => (likeness(one.pairs, other.pairs) > 0.72 ? [`${one.text} / ${other.text}`] : [])),
    );
    expect(alike).toEqual([]);
  });
});

/** Pairs of neighbouring characters, a number counting as one. */
function pairsOf(text: string): Set<string> {
  const chars = [...text.replace(/\d+/g, '0').replace(/[，。、：\s]/g, '')];
  return new Set(chars.slice(1).map((char, index) => `${chars[index]}${char}`));
}

function likeness(left: Set<string>, right: Set<string>): number {
  const shared = [...left].filter((pair) => right.has(pair)).length;
  return shared / Math.max(1, Math.min(left.size, right.size));
}
