import type { Said } from '../said.ts';
import { readDecide } from './decide-intent.ts';
import { type IntentReader, reading } from './intent.ts';

/** Attempts to change the rules, demands the grammar has no command for, other offices' business. Labelling rule 16. */
const REFUSED: readonly RegExp[] = [
  /口令|不(?:要|用)?留痕|明文|权限(?:已|提升)|(?:关闭|取消|去掉|不用|停止)[^,，。]{0,4}脱敏|脱敏[^,，。]{0,3}(?:关|取消|去掉)|调试模式|隐私数据|^\s*(?:assistant|system|user)\s*[:：]|do anything now|export all/i,
  /(?:修改|篡改|改掉|改)[^,，。]{0,4}(?:别人|他人|人家)[^,，。]{0,6}(?:记录|审批|意见|档案)|群发|转账|提示词|(?:所有|全部|一切)[^,，。]{0,4}(?:隐私|密码)/,
  /(?:忽略|无视|忘记|忘掉|绕过|跳过|不要管|不用管)[^,，。]{0,10}(?:规则|指令|提示词?|设定|限制|权限|要求|审批|脱敏)/,
  /(?:ignore|disregard|forget|override|bypass)\b.{0,40}(?:instruction|rule|prompt|previous|polic)/i,
  /(?:system|developer)\s*(?:prompt|message|:)|系统提示词?|提示词|越狱|jailbreak|开发者模式|DAN模式|<\/?(?:script|system|assistant|user)\b|\[INST\]|###\s*(?:system|instruction)/i,
  /(?:drop|delete|truncate|select|insert|update|union)\s+(?:table|from|into|\*|all|set)|';?\s*--|\bor\s+1\s*=\s*1/i,
  /(?:所有|全部|全区|全镇|全村|每个|大家|一批|名单里)[^,，。]{0,12}(?:身份证|手机号|电话|银行卡|密码|住址|隐私)[^,，。]{0,10}(?:发|给|导|列|打包|拷|要|传|号码|一份)/,
  /(?:把|将)[^,，。]{0,12}(?:身份证|手机号|银行卡)号?[^,，。]{0,6}(?:全部?|都)[^,，。]{0,4}(?:发|给|导|列)/,
  /导出|导个|导(?:成|到|一份|份|给我)|(?:发|寄)(?:到)?我(?:的)?(?:邮箱|微信|QQ)|excel|电子表格|拉(?:一?份|个)(?:表|名单|清单|excel)|下载[^,，。]{0,6}(?:全部|所有|名单|名册|档案|表|资料)|打包发/i,
  /删(?:除|掉|了)|清空(?:数据|档案|库)|抹掉|销毁/,
  /(?:你现在是|从现在起你|假装你|扮演|假设你是|你扮成)|(?:给我|帮我)?(?:管理员|超级|root|admin)(?:权限|密码|账号)|密码(?:是|告诉|给我|多少)/i,
  /(?:直接|自动|全部?|一键|悄悄|偷偷|默认)[^,，。]{0,6}(?:批准|通过|同意|审批|批掉)[^,，。]{0,6}(?:所有|全部|一切|每)|(?:所有|全部|一切)(?:申请|待办|件|单子)?[^,，。]{0,4}(?:都)?(?:给我)?(?:批准|通过|同意|批了)/,
  /讲个?(?:笑话|故事|段子)|唱(?:首|个)歌|写(?:首|篇|个|一首|一篇)(?:诗|作文|文章|代码|小说|稿|总结|通知|讲话)|会(?:不会)?下雨|天气(?:预报|怎么样|如何|好不好|咋样)|(?:今|明|后)天(?:的)?(?:天气|气温)|股票|彩票|基金净值|外卖|火车票|机票|足球|世界杯|翻译(?:一?下|成)|几点了|算(?:一?下|命)\d|谁是(?:总统|首相)/,
];

/** What other offices do, where no case, question or decision is there that the words may belong to (退回，房产证没拍清楚). */
const OTHER_OFFICES =
  /结婚证|离婚|驾照|驾驶证|违章|公积金|护照|港澳通行证|出生证(?!明)|营业执照(?!.*(?:军创|创业|退役))|房产证(?!明|.*(?:转学|入学))|车牌|生育津贴|居住证/;

/** A service that is named, or somebody's case that sounds much like one: 有驾照，想开大巴. */
function isOfService({ flow, persons }: Said): boolean {
  return flow !== null && (flow.mentions.length > 0 || (persons.length > 0 && flow.confidence >= 0.5));
}

/** What must not be understood as anything. Comes first: whatever else is in such a text is not acted on. */
export const readRefused: IntentReader = (said, scene) => {
  const mayBeElsewhere = scene.context === null && said.caseNumbers.length === 0 && !isOfService(said) && OTHER_OFFICES.test(said.text);
  const isElsewhere = mayBeElsewhere && readDecide(said, scene) === null;
  return isElsewhere || REFUSED.some((pattern) => pattern.test(said.text)) ? reading(0.99, { type: 'cannot-handle' }) : null;
};

/** What only a notice to many says. */
const NOTICE =
  /请各(?:镇|街道|村|单位|站|科室|部门|位)|各(?:镇街|单位|村社|站点)[^,，。]{0,20}(?:报送|上报|务必|抓紧|及时|认真)|特此通知|现将[^。]{0,30}(?:通知|公告|公示)如下|根据[^,，。]{0,16}(?:文件|通知|会议)(?:精神|要求)|(?:于|在)[^,，。]{0,12}(?:前|之前)(?:将|把)?[^,，。]{0,20}(?:报送|上报|反馈)(?:至|到|给)|(?:会议|活动)(?:时间|地点)[:：是]|[①②③]|现(?:将|就)[^。]{0,30}(?:通知|公告|公示)如下|^接(?:上级|区|市|省|局)[^,，。]{0,8}通知/;

/** A pasted notice: long, and written, not said. */
export function isPasted(text: string): boolean {
  if (text.length > 160 || (text.length > 30 && NOTICE.test(text))) return true;
  const written =
    text.match(
      /[；、。，]|各(?:镇|街道|单位|村)|现将|根据《|有关事项|通知如下|特此|为进一步|深入贯彻|认真|全面|推进|加强|落实|累计|举办/g,
    ) ?? [];
  return text.length > 70 && written.length >= 8;
}
