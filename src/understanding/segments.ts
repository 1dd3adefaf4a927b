const STRONG = /[。；;！!？?\n]+/;
const CONNECTOR =
  /[\s,，、]*(?:对了|顺便(?:再)?|另外(?:再)?|然后(?:再)?|(?<=[\s,，、])还有(?:就是)?|再帮我|再给我|等下先|等等先|接着再|接下来)[\s,，]*(?=\S{2})|[,，\s]+(?:再|也帮我|同时)(?=[查看找催帮退同批发列报转撤])/;
const WAITING =
  /^(?!等我(?:来)?(?:办|审|批|处理|签))(?:等(?:等(?:一?下|看)?|一?下|看)|等(?=[\s,，。])|等(?:一)?(?:歇|会儿?|会)|先等(?:一)?(?:歇|会儿?|会|下|等)|插(?:一)?句(?:话)?|打断一下|岔开一下|忘了问|稍等|慢着?|先别急|先等等?|对了|哎|诶|那个|哦对|噢对)[\s,，。!！哦啊哈呀]*(?:先|再)?(?=\S{2})/;

/** Parts of a message that may each be a wish of its own: sentences, and what follows 顺便, 另外, 对了 … A part is never empty. */
export function segmentsOf(text: string): string[] {
  return text
    .split(STRONG)
    .flatMap((sentence) => sentence.split(CONNECTOR))
    .map((part) => part.replace(/^[\s,，、]+|[\s,，、]+$/g, ''))
    .filter((part) => part.length > 0);
}

/** Without 等下，先 …, which only says that something else comes first. */
export function withoutWaiting(text: string): string {
  return text.replace(WAITING, '');
}

const GREETING =
  /^(?:你好|您好|早上好|上午好|下午好|晚上好|哈喽|嗨|在吗|请问|小助手|小鄞|鄞领|麻烦问(?:一?下)?|问(?:一?下)|请教(?:一?下)?)(?:小助手|小鄞|鄞领|呀|啊)?[\s,，。!！:：?？]+(?=\S{3})/;
const THANKS = /(?<=\S{4})[\s,，。!！]+(?:谢谢|多谢|谢了|辛苦了?|麻烦了?|感谢)(?:你|您|啦|了|哈|啊)*[\s,，。!！]*$/;

/** Without the greeting before and the thanks after what is wanted. */
export function withoutCourtesy(text: string): string {
  return text.replace(GREETING, '').replace(THANKS, '');
}
