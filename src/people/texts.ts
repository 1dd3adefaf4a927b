/** Words of this room that people read. */
export const searchTexts = {
  unknownBirth: '出生年份未登记',
  born: (year: number) => `${year}年生`,
  choice: (name: string, parts: readonly string[]) => (parts.length === 0 ? name : `${name}（${parts.join('，')}）`),
  deceased: '已去世',
  movedAway: '已迁出',
};
