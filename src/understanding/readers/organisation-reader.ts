import type { Span } from '../phrase-table.ts';

export interface OrganisationSighting extends Span {
  name: string;
}

const ENDS = [
  '有限公司|公司|集团|工厂|(?<![工到在进])厂|企业|合作社|事务所|协会|商会|银行(?![卡账])|信用社|药房|药店|饭店|餐厅|酒店|宾馆|酒楼|超市|便利店|商行|商店|理发店|面馆|茶楼|汽修|汽配|诊所|照明店|快递店|小吃店|火锅店|蛋糕店',
  '科技|电子|电机|机械|模具|物流|电器|化工|建材|食品|水产|光电|塑机|实业|制衣|服饰|针织|纺织|家具|印刷|包装|贸易|海运|运输|农业|园艺|装饰|材料|软件|合金|重工|制造|生物|纸业|铜业|钢构|灯具|集装箱|汽车(?=上班|工作|做)|(?<=[锅镜馆品货火材药茶花装包书鞋果菜肉糕衣宝机纪忆])店|早餐店',
  '小学|中学|学校|幼儿园|大学|学院|村委会|居委会|党支部|支部|党总支|党委|镇政府|街道办事处|区政府|服务站|图书馆|文化馆|博物馆|医院|卫生院',
].join('|');
const NAMED = new RegExp(`[\\u3400-\\u9FFFA-Za-z0-9]{1,16}?(?:${ENDS})+`, 'g');
/** What stands before a name without being part of it. */
const LEAD =
  /^.*(?:接到|转到|开了[家个间]|开[家个间]|一家|那家|进了|去了|到了|来了|入职|在(?!线)|进(?!出口|步)|去|到(?!店)|从|来自|[是叫]|代表|给|帮|为|替|单位|公司叫|企业叫|企业|转到|我们|他们|你们|报名?|读|考上|考取|住|的|有|要|找|请|和|跟|招|考取|考进|住进)(?=.{2})|^.{2,4}(?:残疾军人|退役军人|孙女|孙子|儿子|女儿)/;
/** Words of these endings that name nobody: 全日制大学, 用人单位, 军创企业. */
const NOBODY =
  /^(?:老兵|我们|公办|民办|哪[个所家]|什么|什么学校|普通|全日制|全日制大学|人民|服务|退役军人服务|心理服务|红色|小|中|大|上|读|当|小微|某|某某|孩子|小孩|军人|残疾军人|部队|原|新|本|这|那|一个|几个|各|农民专业|养殖|种植|养猪|水产养殖|各种|建筑|想|开|办|专场|幼|党|单位|党员|区|镇|村|送|招|个|贸|智慧|无人机|智能|退役|退伍|进|五年级|初级|干|农|搞|学|做)$/;

const UNFINISHED = /(?:开|开了|有|一|进|找|来|去|我们|你们|他们|那|这|哪|个|家|间|的|是|在|上|读)$/;

/** Names of firms, schools, offices and shops by their endings: 宁波公运集团, 均胜电子, 姚江小学. Not the bare word (进了工厂). */
export function readOrganisations(text: string): OrganisationSighting[] {
  const found: OrganisationSighting[] = [];
  for (const match of text.matchAll(NAMED)) {
    const ending = new RegExp(`(?:${ENDS})+$`).exec(match[0])?.[0] ?? '';
    const body = match[0].slice(0, match[0].length - ending.length).replace(LEAD, '');
    if (
      body.length < 2 ||
      NOBODY.test(body) ||
      /^红色/.test(body) ||
      UNFINISHED.test(body) ||
      /[一二三四五六七八九]年级|\d年|什么|哪/.test(body)
    )
      continue;
    const end = match.index + match[0].length;
    found.push({ name: body + ending, start: end - ending.length - body.length, end });
  }
  return found;
}
