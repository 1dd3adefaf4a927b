import type { Offer } from './dialogue-event.ts';

const ordinals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/**
 * The index of the option that a person means: by number (2, 第二个, 选2), by its whole label or code, or by words that only one label
 * holds. Null when none or several fit.
 */
export function matchOption(text: string, options: readonly Offer[]): number | null {
  const said = withMonthDigits(text.trim().replace(/[，。！？（）“”‘’"'(),.!?\s]/g, ''));
  if (said === '') return null;
  const byNumber = numberSaid(said);
  if (byNumber !== null) return byNumber >= 1 && byNumber <= options.length ? byNumber - 1 : null;
  const exact = options.findIndex((option) => option.value === text.trim() || plain(option.label) === said);
  if (exact >= 0) return exact;
  return onlyFit(core(said), options, plain) ?? onlyFit(withoutTownWord(core(said)), options, (label) => withoutTownWord(plain(label)));
}

/** 姜山中心小学 is 姜山镇中心小学, and 东柳街道中心小学 is 东柳中心小学. */
function withoutTownWord(words: string): string {
  return words.replace(/(?<=[\u4e00-\u9fff]{2})(?:街道|镇|乡)/, '');
}

const months = [...ordinals, '十一', '十二'];

function withMonthDigits(said: string): string {
  return said.replace(/(十[一二]|[一二三四五六七八九十])月/, (_, month: string) => `${months.indexOf(month) + 1}月`);
}

/** Whether the words are a place on a list (第五个), whatever the list holds. */
export function isPlaceOnList(text: string): boolean {
  return numberSaid(text.trim().replace(/[，。！？,.!?\s]/g, '')) !== null;
}

function numberSaid(said: string): number | null {
  const match = /^(?:我?选|就|要)?(?:第)?(\d{1,2}|[一二三四五六七八九十])(?:个|位|批|项|号|条)?(?:吧|那个|那位)?$/.exec(said);
  const digits = match?.[1];
  if (!digits) return null;
  const ordinal = ordinals.indexOf(digits);
  return ordinal >= 0 ? ordinal + 1 : Number(digits);
}

function onlyFit(words: string, options: readonly Offer[], read: (label: string) => string): number | null {
  if (words.length < 2) return null;
  const fits = options.flatMap((option, index) => (holdsWords(read(option.label), words) ? [index] : []));
  const [only] = fits;
  return fits.length === 1 && only !== undefined ? only : null;
}

/** 1月 is not in 11月. */
function holdsWords(label: string, words: string): boolean {
  const at = label.indexOf(words);
  return at >= 0 && !(/^\d/.test(words) && at > 0 && /\d/.test(label.charAt(at - 1)) && !label.includes(`年${words}`));
}

/** What is left of 住钟公庙那个, 4月那批, 去姜山中心小学. */
function core(said: string): string {
  return said.replace(/^(?:就|要|选|我选|住|去|报|是)+/, '').replace(/(?:那个|那位|那批|这个|这批|的那个|批次|批|的|吧)+$/, '');
}

function plain(label: string): string {
  return label.replace(/[，。（）“”‘’"'()、,.\s]/g, '');
}
