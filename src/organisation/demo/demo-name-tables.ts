/**
 * Surnames and given names of invented people, most frequent first. Surnames follow the Ningbo order (陈 王 张 徐 李 周 …), given names
 * the fashion of the years of birth. `whole` are names as such; `first` and `second` are syllables that make the long tail.
 */
export interface NameFashion {
  whole: string;
  first: string;
  second: string;
}

export interface NameCohort {
  /** The last year of birth that it covers. */
  until: number;
  男: NameFashion;
  女: NameFashion;
}

/** Name and weight; about parts in 10,000. */
export const surnameWeights: readonly (readonly [string, number])[] = [
  '陈:640 王:610 张:530 徐:350 李:340 周:310 胡:235 朱:225 林:205 吴:205 杨:195 刘:180 沈:175 俞:170 史:160 郑:155 黄:150 叶:145 孙:140',
  '赵:130 毛:120 应:120 邵:110 何:110 金:110 陆:110 董:100 施:100 丁:100 汪:92 戴:92 钱:90 蒋:90 方:90 谢:80 夏:72 余:70 许:70 任:62',
  '袁:62 邬:60 洪:60 卢:60 高:60 章:60 曹:60 冯:60 包:52 范:52 翁:50 潘:50 马:50 傅:42 鲍:42 忻:40 屠:40 项:40 罗:40 宋:40 唐:40 程:40',
  '严:40 乐:32 励:30 仇:30 竺:30 梁:30 韩:30 葛:30 姜:30 贺:30 裘:30 柴:22 邓:20 彭:20 曾:20 华:20 魏:20 崔:15 缪:15 单:10 水:8 欧阳:8',
  '解:5 查:5 诸葛:4 上官:3 区:2 司马:2',
]
  .join(' ')
  .split(' ')
  .map((entry) => {
    const [name = '', weight = '1'] = entry.split(':');
    return [name, Number(weight)] as const;
  });

export const nameCohorts: readonly NameCohort[] = [
  {
    until: 1939,
    男: {
      whole: '阿毛 阿根 阿法 阿福 阿土 宝根 德兴 永年 金生 水根',
      first: '阿德永金宝福根祥志仁',
      second: '法根生福祥兴年康昌林富才水木',
    },
    女: { whole: '秀英 桂英 阿花 兰英 玉英 凤英 阿娥 彩娥 美英 翠英', first: '秀桂兰玉凤彩翠杏菊阿', second: '英娥花珍香仙凤莲妹云琴' },
  },
  {
    until: 1949,
    男: { whole: '国华 志明 建国 德明 永康 国良 阿根 明德 志良 信康', first: '国志德永明金信祥忠文', second: '良华明康根祥昌林兴定富才德' },
    女: { whole: '秀英 桂英 玉兰 秀珍 凤英 桂珍 玉珍 兰英 彩凤 美珍', first: '秀桂玉凤彩美翠菊雪爱', second: '英珍兰娣凤娥芬琴仙莲香' },
  },
  {
    until: 1959,
    男: {
      whole: '建国 建华 国平 志强 国庆 卫国 爱国 建平 和平 援朝 解放 志明',
      first: '建国志爱卫永明忠成善',
      second: '国华平强定良方康民兴根安',
    },
    女: {
      whole: '爱珍 秀珍 亚芬 建华 美珍 爱娣 秀英 玉珍 亚琴 国芬 和平',
      first: '爱亚秀美建玉国雪惠彩',
      second: '珍芬琴娣英华菊萍娥仙凤',
    },
  },
  {
    until: 1969,
    男: { whole: '建军 建国 军 勇 伟 建平 卫东 红卫 国平 建明 志军 跃进', first: '建国志卫红海亚利永学', second: '军平明东国伟定波民斌光' },
    女: { whole: '亚芬 红 萍 亚萍 丽华 敏 爱红 卫红 亚珍 美芬 燕', first: '亚丽爱美红雪惠秀建海', second: '芬萍红珍华琴娟敏君飞波' },
  },
  {
    until: 1979,
    男: { whole: '军 波 勇 伟 斌 强 杰 建波 海波 磊 建军 涛', first: '海建旭志国永学晓立亚', second: '波军峰斌明平东君杰辉定' },
    女: { whole: '敏 红 燕 丽 静 波 霞 亚君 海燕 艳 芳', first: '海亚丽晓雪建红春静小', second: '燕君萍波娜敏红芬霞飞儿' },
  },
  {
    until: 1989,
    男: { whole: '伟 波 磊 杰 超 峰 涛 斌 鹏 辉 凯', first: '建晓旭海志俊宇文振明', second: '波杰峰斌辉超军鹏栋东炜' },
    女: { whole: '静 丽 敏 燕 娜 芳 婷 艳 洁 莉 丹', first: '晓海雪丹佳静丽文盈燕', second: '燕娜君婷洁丹萍敏儿波静' },
  },
  {
    until: 1999,
    男: { whole: '杰 凯 鑫 磊 超 浩 俊杰 鹏 宇 晨 博文', first: '俊嘉宇浩佳铭梓晨凯泽', second: '杰辉凯豪杭波栋威鑫涛成' },
    女: { whole: '婷 静 佳 雪 丹 莹 佳怡 雨 晓 倩 颖', first: '佳思梦雨晓嘉怡雅舒欣', second: '怡婷莹琪雯佳颖燕妮倩洁' },
  },
  {
    until: 2030,
    男: { whole: '浩然 子豪 宇轩 俊杰 浩宇 子轩 宇航 梓轩 睿 泽宇', first: '子梓浩宇俊嘉泽皓奕晨', second: '轩豪宇涵杰然睿辰瑞航铭' },
    女: { whole: '欣怡 梓涵 雨涵 子涵 诗涵 佳怡 欣妍 思涵 可馨 雨桐', first: '欣梓雨子诗佳思可一语', second: '怡涵妍彤萱琪桐馨诺悦晗' },
  },
];
