/** Surnames of the 百家姓 and of Ningbo. Left out are those whose character is nearly always a plain word (和 时 从 都 有 查 后 相 那 别 能 年). */
const SINGLE =
  '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅皮卞齐康伍余元卜顾孟平黄穆萧肖尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰鄂索咸籍赖卓蔺屠蒙池乔阴胥苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆巩厍聂晁勾敖融冷訾辛阚简饶空曾沙丰关蒯红游竺权逯盖益桓励闫覃佘佟苟丛付代邸矫楼牟肇阳褟仝初冼展令原党贠亓岳帅缑亢况郁伍仉督佴晋楚汝毋乜养鞠须巢荆伯笪俟鄢涂钦归海墨谯'.replace(
    /[东家通充广利越空红益全终步满国双师初令原海归督]/g,
    '',
  );

export const singleSurnames: ReadonlySet<string> = new Set([...SINGLE]);

/** Surnames that are nearly always plain words. They count only where a name stands by itself (从阿毛打过越战, 帮双国强报名). */
export const rareSurnames: ReadonlySet<string> = new Set([
  ...'东家通充广利越空红益全终步满国双师初令原海归督查后相那别能年和时从都法琴商赏爱言福公历',
]);

/** Words that are as often given names: 钮海军, 宫国防. They hide no name that they belong to. */
export const wordsAsNames: ReadonlySet<string> = new Set(
  '海军 建军 国防 红军 建设 和平 国庆 建国 卫国 解放 胜利 文化 光荣 拥军 爱国 志愿 文明 平安 自强 立功 卫军 国平 国家 向东 先进 模范 振兴 富强 民主 保国 保卫 援朝 抗美 志强 长江 爱军 新军 陆军 空军 党生 向阳 文艺 建党 长城 春节 元旦 中秋 重阳 清明 有根 有才 永红 永军 学军 新民 明光 天明 志愿'.split(
    ' ',
  ),
);

export const doubleSurnames: ReadonlySet<string> = new Set(
  '欧阳 上官 司马 诸葛 夏侯 东方 皇甫 尉迟 公孙 慕容 司徒 令狐 宇文 长孙 端木 南宫 独孤 轩辕 申屠 公羊 淳于 单于 太叔 钟离 闻人 澹台 赫连 濮阳 呼延'.split(
    ' ',
  ),
);

/** Said after a surname or a name instead of 同志; with a full name they are left off, after a surname alone they stay. */
export const titles: readonly string[] =
  '护士长 科员 师母 师娘 小姐 医师 护士 教授 校长 厂长 队长 会长 委员 村长 老爹 阿爹 阿娘 阿太 阿奶 姆妈 副主任 副科长 副局长 副镇长 副书记 副部长 副站长 副所长 调研员 联络员 专干 大队长 老阿婆 阿婆 阿公 阿爷 阿姨 阿伯 阿哥 阿嫂 阿叔 阿姆 阿姐 阿妹 大爷 大妈 大伯 大叔 大姐 大哥 大嫂 大娘 奶奶 爷爷 伯伯 叔叔 婶婶 婆婆 公公 姑娘 师傅 老师 老太太 老太 老头 老爷子 老先生 先生 女士 老伯 老人家 老人 科长 主任 站长 书记 部长 局长 处长 股长 所长 镇长 主席 班长 连长 排长 营长 团长 政委 参谋 干事 医生 律师 经理 老板 同志 老兵 老英雄 嫂子 嫂 叔 伯 姨 婆 姐 哥 老 工 母 父'.split(
    ' ',
  );

/** The surnames that most people here have. */
export const commonSurnames: ReadonlySet<string> = new Set(
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤虞柴竺励裘应楼俞傅王邬翁葛冯鲍诸毕水林屠茅施章胡柳费项舒包竹陈忻任洪梅童管乐戎仇朱缪徐史杨李张鲁邢乌'.split(
    '',
  ),
);
