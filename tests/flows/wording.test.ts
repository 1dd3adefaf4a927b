import { describe, expect, it } from 'vitest';
import type { FieldDefinition, FlowDefinition } from '../../src/flows/flow-definition.ts';
import { loadFlows } from '../../src/flows/load-flows.ts';
import { projectFile } from '../../src/platform/project-file.ts';

/** What can be checked of the words of the 75 definitions without reading them. */

const book = await loadFlows(projectFile('flows/'));
const flows = book.list().map(({ definition }) => definition);
const everyFlow = flows.map((flow) => [flow.id, flow] as const);
const length = (text: string) => [...text].length;
const LATIN = /[A-Za-z]/;
const OFFICIALESE = /敬请|予以|兹|贵单位|如需|如有疑问|请予|上述|相关事宜|进行办理|给谁办？/;

/** Faults by `flow.field`, for one look at all of them. */
const faults = (flow: FlowDefinition, fault: (field: FieldDefinition) => boolean, text: (field: FieldDefinition) => string) =>
  flow.fields.filter(fault).map((field) => `${flow.id}.${field.key}: ${text(field)}`);
const question = (field: FieldDefinition) => field.question;
const why = (field: FieldDefinition) => field.why;

describe.each(everyFlow)('the questions of %s', (_, flow) => {
  it('are one plain sentence each, no longer than forty characters', () => {
    const isOne = (text: string) => /^[^？。！]+[？。]$/.test(text) && (text.endsWith('？') || text.startsWith('请'));
    expect(faults(flow, (field) => !isOne(field.question), question)).toEqual([]);
    expect(faults(flow, (field) => length(field.question) > 40 || length(field.question) < 5, question)).toEqual([]);
    expect(faults(flow, (field) => LATIN.test(field.question) || OFFICIALESE.test(field.question), question)).toEqual([]);
  });

  it('are asked once each', () => {
    const asked = flow.fields.map(question);
    expect(asked.filter((one, index) => asked.indexOf(one) !== index)).toEqual([]);
  });

  it('say that they may be skipped where they may, and only there', () => {
    expect(faults(flow, (field) => /跳过/.test(field.question) === field.required, question)).toEqual([]);
  });

  it('ask for files by asking to send them, and say the form of what has one', () => {
    expect(faults(flow, (field) => field.type === 'file' && !/^请.*发/.test(field.question), question)).toEqual([]);
    expect(faults(flow, (field) => field.pattern !== undefined && !/\d|番号/.test(field.question), question)).toEqual([]);
    expect(faults(flow, (field) => field.type === 'bool' && !/吗|好吗|有没有/.test(field.question), question)).toEqual([]);
  });
});

describe.each(everyFlow)('why %s asks', (_, flow) => {
  it('is said for each field in a sentence of its own', () => {
    const said = flow.fields.map(why);
    expect(said.filter((one, index) => said.indexOf(one) !== index)).toEqual([]);
    expect(faults(flow, (field) => length(field.why) < 4 || length(field.why) > 50 || !field.why.endsWith('。'), why)).toEqual([]);
    expect(faults(flow, (field) => LATIN.test(field.why.replaceAll('Yi家人', '')) || OFFICIALESE.test(field.why), why)).toEqual([]);
    expect(faults(flow, (field) => [`${field.label}。`, `${field.label}用。`, '登记信息。', '评审用。'].includes(field.why), why)).toEqual(
      [],
    );
  });

  it('promises word by the village liaison only where one is told or acts', () => {
    const isTold = flow.notify.some(({ who }) => who === 'village-liaison');
    const acts = flow.steps.some((step) => step.role === 'village-liaison');
    expect(faults(flow, (field) => /联络员/.test(field.why) && !isTold && !acts, why)).toEqual([]);
    const tells = /联络员(上门)?(告诉|通知)|办完也由他告知/;
    expect(faults(flow, (field) => tells.test(field.why) && !isTold, why)).toEqual([]);
  });

  it('names a department only where it takes part', () => {
    const parts = new Set([...flow.with, ...flow.inform, flow.lead, ...flow.materials.map((one) => (one.shared ?? '').split('.')[0])]);
    const wrong = flow.fields.flatMap((field) =>
      departments
        .filter(([words, ids]) => words.test(field.why) && !ids.some((id) => parts.has(id)))
        .map(() => `${field.key}: ${field.why}`),
    );
    expect(wrong).toEqual([]);
  });
});

/** Departments by what people call them, and the ids (or sources of shared facts) that they stand for. */
const departments: [RegExp, string[]][] = [
  [/公安/, ['psb']],
  [/人武部|武装部门/, ['paf']],
  [/人社/, ['hrss']],
  [/医保(按|部门)|医保、/, ['medins', 'hrss']],
  [/民政/, ['civil']],
  [/教育部门|教育数据/, ['edu']],
  [/卫健/, ['health']],
  [/住建/, ['housing']],
  [/财政/, ['finance']],
  [/组织部|组织、(人社|公安|编办)/, ['org']],
  [/宣传部/, ['publicity']],
  [/编办/, ['bianban']],
  [/司法/, ['justice']],
  [/市场监管/, ['market', 'mkt']],
  [/税务/, ['tax']],
  [/残联/, ['dpf']],
  [/团区委/, ['youth']],
];

describe('across the services', () => {
  it('hardly any two fields give the same reason', () => {
    const said = flows.flatMap((flow) => flow.fields.map(({ why: reason }) => reason));
    const often = [...Map.groupBy(said, (reason) => reason)].filter(([, all]) => all.length > 6).map(([reason]) => reason);
    expect(often).toEqual([]);
    expect(new Set(said).size / said.length).toBeGreaterThan(0.9);
  });

  it('numbers, sums, texts and days are limited on both sides', () => {
    const isOpen = ({ type, min, max, maxLength, pattern, timing, derive }: FieldDefinition) =>
      (derive === undefined && (type === 'number' || type === 'money') && (min === undefined || max === undefined)) ||
      ((type === 'text' || type === 'textarea') && maxLength === undefined && pattern === undefined) ||
      (['date', 'datetime', 'slot'].includes(type) && timing === undefined);
    // A report of merit may be delivered already, or be planned.
    const either = ['merit-report.deliver_date'];
    const open = flows.flatMap((flow) => flow.fields.filter(isOpen).map((field) => `${flow.id}.${field.key}`));
    expect(open.filter((one) => !either.includes(one))).toEqual([]);
  });

  it('illustrative limits are called so wherever people meet them', () => {
    const silent = flows.flatMap((flow) =>
      flow.ceilings
        .filter((ceiling) => ceiling.origin === 'illustrative')
        .flatMap(({ field: key, max }) => {
          const field = flow.fields.find((one) => one.key === key);
          const said = `${field?.question ?? ''}${field?.why ?? ''}`;
          return said.includes(String(max)) && !said.includes('示意') ? [`${flow.id}.${key}`] : [];
        }),
    );
    expect([...new Set(silent)]).toEqual([]);
  });

  it('a field about a child, an illness or a number of identity or account is sealed', () => {
    const must = (field: FieldDefinition) =>
      field.type === 'idcard' || field.type === 'bankcard' || /^(child|student)(_name)?$/.test(field.key);
    const open = flows.flatMap((flow) =>
      flow.fields.filter((field) => must(field) && !field.sensitive).map((field) => `${flow.id}.${field.key}`),
    );
    expect(open).toEqual([]);
  });

  it('consent is a claim that must be made where the basis is consent', () => {
    const asks = (flow: FlowDefinition) => flow.fields.some((field) => field.must === true && /同意|授权/.test(field.label));
    const without = flows.filter((flow) => /consent/.test(flow.dataBasis) && !asks(flow)).map((flow) => flow.id);
    expect(without).toEqual([]);
  });

  it('what the file fills in is of the person that the case is about', () => {
    const other = flows.flatMap((flow) =>
      flow.fields
        .filter((field) => field.prefill !== undefined && flow.subjectField !== 'applicant' && field.key.startsWith('applicant'))
        .map((field) => `${flow.id}.${field.key}`),
    );
    expect(other).toEqual([]);
  });
});
