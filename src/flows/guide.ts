import { conditionWords } from './condition-words.ts';
import type { FlowDefinition, PartyDefinition, StepDefinition } from './flow-definition.ts';
import { ceilingLines } from './guide-ceilings.ts';
import { basisTitles, detailedBasis } from './guide-titles.ts';
import { guideTexts as say } from './texts.ts';

export type GuideTopic = 'materials' | 'eligibility' | 'deadline' | 'ceiling' | 'steps' | 'basis' | 'where' | 'overview';

/**
 * Answers a question about a service from its definition, in Markdown as DingTalk shows it. Every answer ends with the titles that it
 * rests on; values that are only illustrative say so.
 */
export function guideAnswer(flow: FlowDefinition, about: GuideTopic): string {
  const body = bodies[about](flow);
  const end = about === 'basis' ? [] : ['', basisTitles(flow)];
  return [say.title(flow.name, say.topics[about]), '', ...body, ...end].join('\n');
}

const bodies: Record<GuideTopic, (flow: FlowDefinition) => string[]> = {
  materials: materialLines,
  eligibility: (flow) => paragraphs(flow.guide.eligibility),
  deadline: (flow) => [...limitLines(flow), '', ...paragraphs(flow.guide.deadline)],
  ceiling: ceilingLines,
  steps: stepLines,
  basis: (flow) => [...detailedBasis(flow), '', say.privacy(say.dataBasis[flow.dataBasis])],
  where: (flow) => [flow.guide.where, '', say.acceptedAt([flow.level, ...flow.alsoAccept].map((level) => say.levels[level]))],
  overview: (flow) => [
    flow.guide.overview,
    '',
    `- ${say.submitBy}：${say.submitters[flow.submitBy] ?? flow.submitBy}`,
    ...limitLines(flow),
    `- ${flow.guide.where}`,
  ],
};

function paragraphs(text: string): string[] {
  return text.split('\n').flatMap((line) => [line, '']);
}

function materialLines(flow: FlowDefinition): string[] {
  if (flow.materials.length === 0) return [say.noMaterials];
  return flow.materials.map((material) => {
    const need = material.required ? say.required : say.optional;
    const notes = [
      material.shared ? say.shared : need,
      ...(material.when ? [say.onlyWhen(conditionWords(flow.fields, material.when))] : []),
      ...(material.note ? [material.note] : []),
    ];
    return `- ${material.name}：${notes.join('，')}`;
  });
}

/** Promised days are illustrative throughout the catalogue (limit_kind); statutory ones come from the law that is named. */
function limitLines(flow: FlowDefinition): string[] {
  const note = flow.limitKind === 'promised' ? say.illustrative : '';
  const shorter = flow.limitNote ? [flow.limitNote] : (flow.shorterLimits ?? []).map((limit) => say.shorter(limit.days));
  return [`- ${say.limit(flow.limitDays, say.limitKinds[flow.limitKind])}${note}`, ...shorter.map((line) => `- ${line}${note}`)];
}

function stepLines(flow: FlowDefinition): string[] {
  const lines = flow.steps.flatMap((step, index) => [
    say.step(index + 1, step.name, say.levels[step.level], say.days(step.days), whenOf(flow, step)),
    ...decisionLines(flow, step),
  ]);
  return flow.limitKind === 'promised' ? [...lines, '', say.stepDaysAreIllustrative] : lines;
}

function whenOf(flow: FlowDefinition, { when }: StepDefinition | PartyDefinition): string {
  return when === undefined ? '' : say.onlyIf(conditionWords(flow.fields, when));
}

function decisionLines(flow: FlowDefinition, step: StepDefinition): string[] {
  if (step.parties) return step.parties.map((party) => `   - ${party.decides}${whenOf(flow, party)}`);
  return step.decides ? [`   - ${step.decides}`] : [];
}
