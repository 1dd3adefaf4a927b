/** What people read on the pages of the archive (一库). */
export const texts = {
  noRole: '您的岗位不能查看个人档案。',
  notByThis: '您的岗位不能按这一项查找。',
  outside: '这个地区不在您的工作范围内，没有查。',
  unclear: '请写姓名，也可以加上镇街、村社或号码尾号。',
  nearest: (names: readonly string[]) => `没有找到。名字相近的有：${names.join('、')}。`,
  nobody: '在您的工作范围内没有找到符合条件的人。',
} as const;
