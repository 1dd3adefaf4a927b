import { expect, test } from 'vitest';
import { commandSchema } from '../../src/dialogue/command.ts';
import { createRulesUnderstander } from '../../src/understanding/rules-understander.ts';
import { demoDistrict } from './district.ts';
import { isIntentRight, isRight, readLabelled } from './judge.ts';

const understander = createRulesUnderstander(await demoDistrict());

for (const [name, least] of [['utterances', 0.95]] as const) {
  test(`of ${name}.jsonl at least ${least * 100} in a hundred messages are understood in every particular`, async ({ annotate }) => {
    const lines = readLabelled(new URL(`${name}.jsonl`, import.meta.url));
    const said = await Promise.all(
      lines.map((line) =>
        understander.understand({ text: line.text, now: new Date(line.now), speaker: line.staff, context: line.context }),
      ),
    );
    const right = lines.filter((line, at) => isRight(line, said[at] ?? []));
    const intents = lines.filter((line, at) => isIntentRight(line, said[at] ?? []));
    await annotate(`${lines.length} messages: ${right.length} right in all, ${intents.length} right in intent`);
    expect(said.flat().filter((command) => !commandSchema.safeParse(command).success)).toEqual([]);
    expect(lines.length).toBeGreaterThanOrEqual(100);
    expect(right.length / lines.length).toBeGreaterThanOrEqual(least);
    expect(intents.length / lines.length).toBeGreaterThanOrEqual(least);
  });
}
