import { cardTexts, fileTexts } from '../texts.ts';
import type { FileSection, FileSectionId, FileView } from './file-view.ts';

/** Most people are looked up for one thing: a card stays readable on a telephone. */
const LINES_A_SECTION = 8;

/** A file as DingTalk markdown (headings, bold, lists; it has no tables). `asked`: the sections that were asked for, to say which are empty. */
export function personCard(view: FileView, asked: readonly (FileSectionId | 'all')[] = []): string {
  const isWhole = asked.length === 0 || asked.includes('all');
  const shown = new Set(view.sections.map((section) => section.id));
  const empty = isWhole ? [] : asked.flatMap((id) => (id === 'all' || shown.has(id) ? [] : [fileTexts.sections[id]]));
  const isMasked = view.sections.some((section) => section.fields.some((field) => field.isMasked));
  const parts = [
    `#### ${cardTexts.title(escaped(view.name))}`,
    `${cardTexts.archiveNo}：${view.archiveNo}`,
    ...view.sections.map((section) => sectionText(section, view.sections.length > 1)),
    ...(empty.length > 0 ? [cardTexts.noneIn(empty)] : []),
    ...(view.sections.length === 0 && empty.length === 0 ? [cardTexts.nothing] : []),
    ...(view.withheld.length > 0 ? [`> ${cardTexts.withheld(view.withheld.map(escaped))}`] : []),
    `> ${isMasked ? cardTexts.masked : cardTexts.recorded}`,
  ];
  return parts.join('\n\n');
}

function sectionText(section: FileSection, withTitle: boolean): string {
  const limit = section.id === 'basic' ? section.fields.length : LINES_A_SECTION;
  const lines = section.fields
    .filter((field) => !(section.id === 'basic' && field.label === fileTexts.labels.name))
    .slice(0, limit)
    .map((field) => `- ${escaped(labelOf(field.label, field.value))}：${escaped(field.value)}`);
  return [...(withTitle ? [`**${section.title}**`, ''] : []), ...lines].join('\n');
}

/** 出生日期：78岁 would read oddly. */
function labelOf(label: string, value: string): string {
  return label === fileTexts.labels.birth && value.endsWith('岁') ? fileTexts.age : label;
}

/** Stars of a mask must not become bold type, nor stored text a link. */
function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>#|~]/g, '\\$&').replace(/\s+/g, ' ');
}
