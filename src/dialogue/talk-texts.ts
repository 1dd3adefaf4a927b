import type { CategoryOfServices } from '../flows/service-categories.ts';
import type { DialogueButton } from './wish.ts';

interface Sayings {
  roles: readonly string[];
  examples: readonly DialogueButton[];
}

const say = (says: string): DialogueButton => ({ label: says, says });

/** What staff of a role can say; the first row that fits. */
const sayings: readonly Sayings[] = [
  {
    roles: ['village-liaison', 'village-head', 'rotating-head'],
    examples: [
      say('春节还有几户没走'),
      say('今天看了陈阿婆，身体挺好'),
      say('帮张建国报个疗养'),
      say('查一下张建国的档案'),
      say('我的待办'),
    ],
  },
  {
    roles: ['town-officer', 'town-head', 'volunteer-lead'],
    examples: [say('我的待办'), say('查一下张建国的档案'), say('军人子女转学要什么材料'), say('帮张建国报个疗养'), say('走访进度怎么样')],
  },
  {
    roles: ['section-officer', 'section-head', 'center-officer', 'bureau-leader', 'bureau-chief'],
    examples: [say('我的待办'), say('走访进度怎么样'), say('姜山镇有多少参战老兵'), say('查一下东柳街道张建国的档案')],
  },
  {
    roles: ['dept-officer', 'dept-leader', 'industry-contact', 'fund-reviewer'],
    examples: [say('我的待办'), say('我办过的'), say('军人子女转学要什么材料')],
  },
  { roles: ['leadership-viewer'], examples: [say('走访进度怎么样'), say('全区有多少退役军人')] },
];

export function examplesFor(roles: readonly string[]): DialogueButton[] {
  const row = sayings.find((one) => one.roles.some((role) => roles.includes(role)));
  return [...(row?.examples ?? [say('我的待办'), say('短期疗养要什么条件')])];
}

interface CaseWords {
  roles: readonly string[];
  words: readonly string[];
}

/** What is said to a case, by its number or while it is open; who may is judged when it is said. All rows that fit. */
const caseWords: readonly CaseWords[] = [
  {
    roles: ['village-liaison', 'village-head', 'rotating-head', 'town-officer', 'town-head', 'center-officer', 'section-officer'],
    words: ['自己报的：看进度、催办、撤回、补正、沟通'],
  },
  {
    roles: [
      'village-liaison',
      'village-head',
      'town-officer',
      'town-head',
      'center-officer',
      'section-officer',
      'section-head',
      'bureau-leader',
      'bureau-chief',
      'dept-officer',
      'dept-leader',
      'industry-contact',
      'volunteer-lead',
      'fund-reviewer',
    ],
    words: [
      '要您办的：同意、退回、不同意、取回、转办、委派、前加签、后加签、并加签、减签、抄送、传阅、已阅、认领、退回待领、挂起、恢复、补录、归档单',
    ],
  },
  {
    roles: ['section-officer', 'section-head', 'bureau-leader', 'bureau-chief'],
    words: ['还可以：指定办理人、升级、终止、重启、离岗移交'],
  },
  { roles: ['system-admin'], words: ['管理员：跳转、确认跳转、为什么这么答'] },
];

export function caseWordsFor(roles: readonly string[]): string[] {
  return caseWords.filter((row) => row.roles.some((role) => roles.includes(role))).flatMap((row) => row.words);
}

const bullets = (examples: readonly DialogueButton[]) => examples.map((one) => `- ${one.says}`).join('\n');

const byCategory = (services: readonly CategoryOfServices[]) =>
  services.map((one) => `- **${one.name}**（${one.services.length}）：${one.services.map(({ name }) => name).join('、')}`).join('\n');

export const talkTexts = {
  greet: (name: string, examples: readonly DialogueButton[]) => `${name}，您好，我是鄞领。可以这样说：\n\n${bullets(examples)}`,
  help: (examples: readonly DialogueButton[], onCases: readonly string[]) =>
    [
      '我能查档案、办事项、审批、记走访、看进度。直接说就行，例如：',
      bullets(examples),
      '办到一半可以说：上一步、撤销、为什么要这个、跳过、重来、先放着、继续刚才的。',
      onCases.length > 0 ? `办件可以说（带编号）：\n${onCases.map((line) => `- ${line}`).join('\n')}` : '',
      '要找人说“找人工”。',
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
  services: (services: readonly CategoryOfServices[]) => `现在能办的事项：\n\n${byCategory(services)}\n\n直接说事项和姓名就行。`,
  servicesButton: { label: '能办哪些事项', says: '能办哪些事项' },
  thanks: '不客气。',
  cannotHandle: (examples: readonly DialogueButton[]) =>
    `这句没听懂。我能查档案、办事项、审批、记走访、看进度，可以这样说：\n\n${bullets(examples)}`,
  cannotHandleHere: '这句没听懂。',
  nothingToConfirm: '好的。现在没有等您确认的事。',
  nothingToSkip: '现在没有在问您什么。',
  nothingSaid: '还没有说过什么。要办什么直接说。',
  nothingAsked: '现在没有要您填的内容。',
  noDrafts: '没有正在办的事，可以直接说要办什么。',
  unknownGuide: '您问的是哪个事项？请连事项名称一起说，例如“疗养要什么材料”。',
  guideUnknown: '这个事项我这里还没有资料，不能乱答。请问业务科室，或说“找人工”。',
};
