import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { App } from '../../app.ts';
import { projectFile } from '../../platform/project-file.ts';
import type { Utterance } from '../../understanding/understander.ts';
import { type Spread, series, spreadOf } from './sample.ts';

/** Labelled messages of the district's staff (shared/understanding.md), which the tests read too. */
const SENTENCES = 'tests/understanding/utterances.jsonl';

const lineSchema = z.object({
  text: z.string(),
  now: z.iso.datetime({ offset: true }),
  staff: z.object({ role: z.string(), town: z.string().optional(), village: z.string().optional() }),
  context: z.unknown(),
});

/** The product's own reading of each labelled message, in and out of forms, after one pass that is not measured. */
export async function benchUnderstand(app: App, passes: number): Promise<Spread> {
  const understander = await app.understander();
  const lines = (await readFile(projectFile(SENTENCES), 'utf8')).split('\n').filter((line) => line.trim() !== '');
  const utterances = lines.map(utteranceOf);
  const read = (index: number) => {
    const utterance = utterances[index % utterances.length];
    if (!utterance) throw new Error('there is nothing to understand');
    return understander.understand(utterance);
  };
  await series(utterances.length, read);
  return spreadOf(await series(utterances.length * passes, read));
}

function utteranceOf(line: string): Utterance {
  const { text, now, staff, context } = lineSchema.parse(JSON.parse(line));
  return { text, now: new Date(now), speaker: speakerOf(staff), context: (context ?? null) as Utterance['context'] };
}

function speakerOf({ role, town, village }: z.infer<typeof lineSchema>['staff']): Utterance['speaker'] {
  return { role, ...(town === undefined ? {} : { town }), ...(village === undefined ? {} : { village }) };
}
