export const texts = {
  linkOver: '链接已失效。请在钉钉里重新说“归档单”和办件编号。',
  sheetPurpose: '查看归档单',
};
