/** Surnames of two characters in use; a name that is no longer than one of these has a surname of one. */
const compound = new Set(
  `欧阳 司马 上官 诸葛 司徒 东方 独孤 南宫 夏侯 皇甫 尉迟 公孙 慕容 令狐 长孙 宇文 轩辕 端木 百里 呼延 东郭 南门 西门 公羊 申屠 澹台 濮阳 淳于
  单于 太叔 仲孙 钟离 闾丘 鲜于 司空 司寇 赫连 拓跋 完颜 纳兰 即墨 微生 公冶 梁丘 左丘 东门 第五 万俟 闻人 宗政 巫马 乐正 公西 漆雕 谷梁 段干 亓官`.split(
    /\s+/,
  ),
);

/** Splits a Chinese name. Names with a middle dot (minority and foreign names) have no surname in front: it comes back empty. */
export function splitName(name: string): { surname: string; given: string } {
  if (/[·•・.]/.test(name)) return { surname: '', given: name };
  const characters = Array.from(name);
  const firstTwo = characters.slice(0, 2).join('');
  const length = characters.length > 2 && compound.has(firstTwo) ? 2 : 1;
  return { surname: characters.slice(0, length).join(''), given: characters.slice(length).join('') };
}

/** Surnames of one character in use (百家姓 and what the census adds); wide on purpose: it only tells 张建国 from 建国. */
const single = new Set(
  Array.from(
    '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公仉督岳帅缑亢况郈有琴归海晋楚闫法汝鄢涂钦商牟佘佴伯赏墨哈谯笪年爱阳佟言福肖覃冼朴楼励忻蔺竺裘闻夏钱乐邬屠区丘代付兰初修战苑仝邸矫麦揭展晋敬粟税鹿银操邝郄练原由母撒买芦卿茆宾妥仉',
  ),
);

/** All surnames of one character. */
export function singleSurnames(): readonly string[] {
  return [...single];
}

/** Whether a name can begin with a surname: 张建国 yes, 建国 no. */
export function beginsWithSurname(name: string): boolean {
  const characters = Array.from(name);
  return single.has(characters[0] ?? '') || compound.has(characters.slice(0, 2).join(''));
}

/** Whether text is a surname and nothing more. */
export function isSurname(text: string): boolean {
  return single.has(text) || compound.has(text);
}
