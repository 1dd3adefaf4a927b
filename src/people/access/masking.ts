import { ageOn, type Day } from '../../platform/calendar/day.ts';
import { splitName } from '../surname.ts';

/** Where a value will be seen (rules.yaml `contexts`). */
export type MaskContext = 'secure_form' | 'private_chat' | 'group_chat' | 'dashboard' | 'export';

/** What stands in a context; null: nothing may be shown there. */
export type Shown = string | null;

/** 张三 → 张*, 欧阳小兵 → 欧阳**; a name without a surname keeps its first character. */
export function starName(name: string): string {
  const { surname, given } = splitName(name);
  const [first = '', ...rest] = Array.from(given);
  if (surname === '') return first + '*'.repeat(Math.min(2, rest.length));
  return surname + '*'.repeat(Array.from(given).length);
}

/** `isKnown`: within the asker's area or case. In a group the village goes with it. */
export function maskName(name: string, context: MaskContext, isKnown: boolean, village: string | null = null): Shown {
  switch (context) {
    case 'secure_form':
    case 'private_chat':
      return isKnown ? name : starName(name);
    case 'group_chat':
      return village === null ? starName(name) : `${starName(name)}（${village}）`;
    case 'export':
      return starName(name);
    case 'dashboard':
      return null;
  }
}

/** Identity numbers and phones keep their ends; what is too short to keep both is starred whole. */
function keepEnds(value: string, head: number, tail: number): string {
  const stars = value.length - head - tail;
  return stars < 1 ? '*'.repeat(value.length) : value.slice(0, head) + '*'.repeat(stars) + value.slice(-tail);
}

export function maskIdcard(idcard: string, context: MaskContext): Shown {
  return ends(idcard, context, 4, 4);
}

export function maskPhone(phone: string, context: MaskContext): Shown {
  return ends(phone, context, 3, 4);
}

function ends(value: string, context: MaskContext, head: number, tail: number): Shown {
  if (context === 'secure_form') return value;
  return context === 'private_chat' || context === 'export' ? keepEnds(value, head, tail) : null;
}

export function maskBankcard(card: string, context: MaskContext): Shown {
  if (context === 'secure_form') return card;
  return context === 'private_chat' || context === 'export' ? `**** **** **** ${card.slice(-4)}` : null;
}

/** Down to the village with stars, to the village, or to the town. The area is the file's where the address itself does not say. */
export function maskAddress(address: string, context: MaskContext, area: { town: string | null; village: string | null }): Shown {
  switch (context) {
    case 'secure_form':
      return address;
    case 'private_chat':
      return `${toVillage(address, area)}***`;
    case 'export':
      return toVillage(address, area);
    case 'group_chat':
    case 'dashboard':
      return toTown(address, area);
  }
}

function toTown(address: string, area: { town: string | null }): string {
  return area.town ?? /^.{0,12}?(?:街道|镇|乡)/u.exec(address)?.[0] ?? '';
}

function toVillage(address: string, area: { town: string | null; village: string | null }): string {
  if (area.village !== null) return `${area.town ?? ''}${area.village}`;
  // A house number may follow a 村 (光明新村12幢): cut at the first village word, never behind a digit.
  const upTo = /^\D{0,24}?(?:社区|居委会|村)/u.exec(address)?.[0];
  return upTo ?? toTown(address, area);
}

/** Age in a private chat, the decade elsewhere; the day itself only in a secure form. */
export function maskBirth(birthOn: Day, context: MaskContext, today: Day): Shown {
  if (context === 'secure_form') return birthOn;
  const age = Math.max(0, ageOn(birthOn, today));
  if (context === 'private_chat') return `${age}岁`;
  const decade = Math.floor(age / 10) * 10;
  return `${decade}—${decade + 9}岁`;
}

/** Only whether there is something, and what care it asks for. `care`: 独居, 卧床 … */
export function maskHealth(health: string | null, care: readonly string[], context: MaskContext): Shown {
  if (context === 'secure_form') return [health, ...care].filter((part) => part !== null).join('；') || '无';
  if (context !== 'private_chat') return null;
  const state = health === null ? '无记录' : '有记录';
  return care.length === 0 ? state : `${state}，需照顾：${care.join('、')}`;
}

/** `handles`: the one who handles it, who may see the sum in a private chat. */
export function maskAmount(yuan: number, context: MaskContext, handles: boolean): Shown {
  if (context === 'group_chat') return '已发放';
  const isShown = handles && (context === 'secure_form' || context === 'private_chat');
  return isShown ? `${yuan.toFixed(2).replace(/\.00$/, '')}元` : null;
}

export function maskMinorName(name: string, context: MaskContext): Shown {
  if (context === 'secure_form') return name;
  return context === 'private_chat' ? `${Array.from(name)[0] ?? ''}*` : null;
}
