/** Says something to the bot and gives back its answer. */
export type Say = (text: string) => Promise<string>;

export interface TalkPerson {
  name: string;
  village: string;
}

/** What is said of ordinary business, in the words of whoever does it every day. */
export async function lookUp(say: Say, { name, village }: TalkPerson): Promise<void> {
  await chosen(say, await say(`查一下${name}的档案`));
  await chosen(say, await say(`${village}${name}的电话是多少`));
  await chosen(say, await say(`查下${name}的优待证办了没有`));
}

export async function askAround(say: Say): Promise<void> {
  for (const text of ['你好', '疗养要什么材料', '我的待办', '军人子女转学什么时候截止', '我们街道有多少参战老兵', '走访进度怎么样'])
    await say(text);
}

export async function visit(say: Say, { name }: TalkPerson): Promise<void> {
  await chosen(say, await say(`今天看了${name}，身体挺好，想要个轮椅`));
  await say('春节还有几户没走');
}

/** A whole booking with a correction. Gives back the case's number; null when the bot did not find the person and it was left. */
export async function book(say: Say, { name, village }: TalkPerson, month: number): Promise<string | null> {
  let answer = await say(`给${village}的${name}报个疗养，明年${month}月那批，4天`);
  let isCorrected = false;
  for (let turns = 0; turns < MOST_TURNS; turns += 1) {
    const caseNo = /YZ\d{8}-\d{4}/.exec(answer)?.[0];
    if (caseNo) return caseNo;
    if (answer.includes('请说姓名')) break;
    if (answer.includes('请核对') && !isCorrected) {
      isCorrected = true;
      answer = await say('不是4天，是5天');
    } else answer = await say(replies.find(([question]) => question.test(answer))?.[1] ?? '跳过');
  }
  await say('算了不办了');
  return null;
}

/** Looks at a case and approves it, and asks where it stands. */
export async function approve(say: Say, caseNo: string): Promise<void> {
  await say(`${caseNo} 到哪一步了`);
  await say(`同意 ${caseNo}`);
}

const MOST_TURNS = 14;

/** What the form may ask for, in the order in which questions are told apart. */
const replies: readonly (readonly [question: RegExp, answer: string])[] = [
  [/哪一位/, '1'],
  [/请核对/, '确认'],
  [/都符合/, '都符合'],
  [/费用/, '费用两千'],
  [/紧急联系人/, '张小红 15400005678'],
  [/电话/, '15400005678'],
  [/批/, '5月那批'],
];

async function chosen(say: Say, answer: string): Promise<void> {
  if (answer.includes('哪一位')) await say('1');
}
