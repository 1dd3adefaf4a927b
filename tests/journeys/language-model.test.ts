import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type District, openDistrict } from '../setup/district.ts';
import { type LanguageModelStub, startLanguageModelStub } from '../understanding/language-model-stub.ts';

const OFFICER = 'T330212012C';
/** Nothing in it that the rules would make sense of. */
const UNCLEAR = '那位老同志身子骨不行想出去歇歇章起凡帮着弄弄';

describe.each(['pglite', 'postgres'] as const)('a conversation with a language model beside the rules (%s)', (kind) => {
  let stub: LanguageModelStub;
  let district: District;
  beforeAll(async () => {
    stub = await startLanguageModelStub();
    district = await openDistrict(kind, { env: { LLM_BASE_URL: stub.url, LLM_MODEL: 'stub', LLM_API_KEY: 'key' } });
  });
  afterAll(async () => {
    await district.close();
    await stub.close().catch(() => undefined);
  });
  beforeEach(() => {
    stub.bodies.length = 0;
    Object.assign(stub.answer, { status: 200, delayMs: 0, text: '[]' });
  });

  it('is not asked about what the rules are sure of', async () => {
    const officer = await district.person(OFFICER);
    expect((await officer.says('我的待办')).text).toContain('待办');
    expect((await officer.says('疗养要什么条件')).text).not.toBe('');
    expect(stub.bodies).toEqual([]);
  });

  it('helps where they are not, without being shown a name or a number', async () => {
    const officer = await district.person(OFFICER);
    stub.answer.text = '[{"type":"start-flow","flow":"short-sanatorium"}]';
    const heard = await officer.says(`${UNCLEAR}，电话15400001234`);
    expect(heard.text).toContain('疗养');
    expect(stub.bodies).toHaveLength(1);
    expect(stub.bodies[0]).not.toMatch(/章起凡|15400001234/);
    expect((await officer.says('算了不办了')).text).not.toBe('');
  });

  it('proposes only: what it says about deciding or seeing is not done', async () => {
    const officer = await district.person(OFFICER);
    stub.answer.text = '[{"type":"decide","decision":"approve","task":"YZ20261125-0001"},{"type":"drop-tables"}]';
    const heard = await officer.says(UNCLEAR);
    expect(heard.text).not.toMatch(/已同意/);
    expect(await district.rows(`SELECT id FROM case_task`)).toEqual([]);
  });

  it.each([
    ['answers nonsense', { text: '好的，我来帮您办理！' }],
    ['answers broken JSON', { text: '[{"type":"start-flow"' }],
    ['refuses', { status: 500 }],
  ])('is done without where it %s', async (_, answer) => {
    const officer = await district.person(OFFICER);
    Object.assign(stub.answer, answer);
    const heard = await officer.says(UNCLEAR);
    expect(stub.bodies.length).toBeGreaterThan(0);
    expect(heard.text).not.toBe('');
    expect(heard.text).not.toContain('好的，我来帮您办理');
    expect((await officer.says('我的待办')).text).toContain('待办');
  });

  it('is waited for no longer than four seconds, and nobody else waits with it', async () => {
    const officer = await district.person(OFFICER);
    stub.answer.delayMs = 60_000;
    const started = performance.now();
    officer.types(UNCLEAR);
    const other = await (await district.person('T330212012D')).says('我的待办');
    expect(other.text).toContain('待办');
    expect(performance.now() - started).toBeLessThan(2000);
    const heard = await officer.hears();
    expect(heard.text).not.toBe('');
    expect(performance.now() - started).toBeLessThan(6000);
  });

  it('is done without where it is gone', async () => {
    await stub.close();
    const officer = await district.person(OFFICER);
    expect((await officer.says(UNCLEAR)).text).not.toBe('');
    expect((await officer.says('我的待办')).text).toContain('待办');
    expect(district.log.errors).toEqual([]);
  });
});
