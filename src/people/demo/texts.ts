export const demoPeopleTexts = {
  people: '演示档案',
};
