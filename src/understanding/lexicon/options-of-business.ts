import type { OptionPatterns } from './options-of-people.ts';

const INSURED = {
  institution: /公务员|机关|事业/,
  flexible: /灵活|自由职业|自己(?:交|缴|干)/,
  resident: /居民|农村|农民|新农合/,
  employee: /职工|单位(?:给)?(?:交|缴|上|买)|企业|公司/,
};
const ATTENDING = {
  mixed: /混合|线上线下|结合/,
  online: /线上|网上|网课|直播|在线|云课/,
  onsite: /线下|现场|到场|面授|人(?:到|过去|过来|去)|本人(?:到|去|来)|亲自|坐班|到(?:会|站)/,
};
const TERM = { spring: /春|上半年/, autumn: /秋|下半年/ };

/** What is to be done, how, and where it is fetched. */
export const optionsOfBusiness: OptionPatterns = {
  'martyr-certificate.kind': {
    change: /换(?:烈士证|持证人)?|改(?:成|给|为|到)|变更/,
    reissue: /丢|遗失|不见|找不到|没了|补|重新发/,
    holder: /确定|定(?:一|个|下|烈士|谁|持)|谁(?:来)?(?:拿|持|保管)/,
  },
  'archive-correction.kind': {
    merge: /合并|重复|两份|两个档案/,
    move_out: /转出|迁出|(?:转|搬|迁)走|搬(?:到|去)|迁到|迁去/,
    move_in: /转入|迁入|(?:转|搬|迁)(?:过)?来/,
    correct: /更正|错|改|不对|换了|变更|有误/,
    create: /建(?:个|一个)?档|新建|补建|立卡|没(?:有)?(?:建)?档|还没档案/,
  },
  'archive-handover.kind': {
    consult: /查(?:阅|一下|看|自己)|复印|复制|来查|要查|看(?:一下)?(?:自己)?的?(?:人事)?档案/,
    transfer: /转(?:递|到|去|给|往|出|一下|走)|调(?:到|去|给|档|走|他|她)/,
    receive: /接收|收(?:一下|下|到|了)|寄来|寄到(?:了|我们)|移交(?!给|到)/,
  },
  discharge_kind: {
    monthly: /逐月/,
    assign: /(?:安排|安置)(?:的)?工作|包分配|组织安排/,
    transfer: /转业/,
    demob: /复员/,
    retire: /退休/,
    support: /供养/,
    self: /自主/,
  },
  branch: {
    navy: /海军(?!.{0,1}[的(儿女孩])|军舰|舰艇|潜艇|舰队|水兵|出海|陆战队|海航/,
    air: /空军|空降|伞兵|飞行员|开飞机|地勤|机场(?:当|的)/,
    rocket: /火箭|二炮|导弹/,
    armed_police: /武警|内卫|边防(?:部队|武警)/,
    info: /信息支援|网络空间|航天|联勤|战略支援/,
    army: /陆军|步兵|坦克|炮兵|装甲|侦察兵|工程兵|工兵|通信兵|集团军|防化/,
  },
  'social-insurance-transfer.insure_kind': INSURED,
  insure_kind: { flexible: INSURED.flexible, resident: INSURED.resident, employee: INSURED.employee },
  'officer-placement.mode': {
    match: /双选|双向/,
    direct: /直通/,
    assign: /指令|分配/,
    score: /赋分选岗|按分|选岗|排名选/,
    exam: /考试|考核/,
  },
  'study-day.mode': ATTENDING,
  'orientation-training.mode': ATTENDING,
  'psych-counselling.mode': {
    video: /视频/,
    face: /面谈|当面|面对面|见面|面聊|面询/,
    phone: /电话(?!\s*(?:是|号|[:：\d]))/,
  },
  term: TERM,
  fair: TERM,
  'enlistment-application.batch': TERM,
  'career-star.kind': { employ: /就业之星/, contest: /大赛|比赛|参赛/, startup: /创业之星/ },
  study_kind: { part: /函授|成教|电大|业余|成人|自考|夜大|网络教育/, full: /全日制|统招/ },
  side: {
    employer: /招(?:人|工|聘单位|\d|[一二三四五六七八九十])|用人单位|摆摊|招(?!聘)[^,，。\s]{1,8}(?:工|员|师)/,
    seeker: /求职|应聘|找(?:个|份)?[^,，。\s]{0,6}(?:工作|的活|活)|想(?:做|当|找|干)/,
  },
  'junchuang-loan.subject': {
    coop: /合作社/,
    enterprise: /企业|公司|厂|科技/,
    individual_biz: /个体|开(?:了)?(?:个|家|间)?[^,，。\s]{0,4}(?:店|超市|馆|餐厅)|农家乐/,
    person: /个人|自己/,
  },
  'junchuang-loan.purpose': {
    stock: /进货|备货|买货|囤货|饲料|种子|化肥|鱼苗|原料|买材料/,
    equipment: /设备|机器|机床|买车/,
    rent: /装修|店面|场地|场租|房租|租店|租房/,
    labor: /发工资|工资|招人|用工/,
    rnd: /研发|开发|科研/,
  },
  year_index: { 1: /第一年|头一年|第1年|首年/, 2: /第二年|次年|第2年/ },
  deliver_by: {
    district: /区(?:里|委|政府)?(?:的)?领导|区里/,
    bureau: /局里|局领导|人武部|武装部|区局/,
    town: /镇里|镇上|镇街|街道(?:去|送|领导|来)|镇领导/,
  },
  'student-enlist-support.kind': { repay: /代偿|还贷|助学贷款|还贷款/, waive: /减免|复学/, compensate: /补偿/ },
  settle_kind: {
    collective: /集体户/,
    garrison: /部队(?:大院|驻地|里)|营区|大院/,
    own_home: /自(?:己|家|有)[^,，。\s]{0,3}房|自己家|自家|自有/,
  },
  'school-transfer.kind': {
    transfer: /转(?:学|园|校|到|过来|入|去|回|来|进)|插班|换(?:个)?学校/,
    enter: /入学|入园|(?:上|读|升|念|进|入)(?:小学|初中|幼儿园|中班|小班|大班|一年级)|新生|上学(?!期)|升学|报名上|小升初|幼升小/,
  },
  basis_kind: { home: /房产|买了?房|房子|学区房|购房|住房/, household: /户口|户籍/, garrison: /驻地|营区/ },
  'school-transfer.reason': {
    transfer_unit: /调动|移防|换防|调防|部队(?:从|由)?[^,，。]{0,6}(?:调|移|换|搬|转)|调(?:过来|到|防)/,
    follow: /随军|随迁|跟着/,
    move: /搬家|搬(?:到|过)|住址|换房/,
  },
  carrier: { cmcc: /移动/, ctcc: /电信/, cucc: /联通/, cbn: /广电/ },
  'transit-card.kind': {
    renew: /年审|审一下|要审|审核|审一审/,
    reissue: /补|丢|坏|掉了|遗失|不见/,
    new: /新办|第一(?:次|回)|头一?(?:次|回|趟)|首次|办(?:一|个|张)|没办过/,
  },
  pickup: {
    mail: /寄|快递|邮/,
    home: /送(?:上门|到家|到他家|到她家|过来|去家里)|上门送/,
    station:
      /自取|自己[^,，。\s]{0,5}(?:拿|取|领)|(?:到|来|去)[^,，。\s]{0,4}(?:站|镇|街道|窗口)[^,，。\s]{0,3}(?:拿|领|取)|站里[^,，。\s]{0,3}(?:拿|领|取)/,
  },
  method: {
    face: /刷脸|扫脸|人脸/,
    video: /视频/,
    station: /到站|站里|来站|到现场/,
    home: /上门|家里|到家|入户/,
  },
  'disability-rating.kind': { adjust: /调|加重|往上|重新评|升级/, new: /补评|补办|没评过|第一次|新评|没有评过/ },
  nature: {
    duty: /因公|训练|执行任务|施工|抢险|救灾|值勤|站岗|拉练|演习|出任务/,
    war: /因战|打过?仗|作战|战斗|参战|战场|弹片|炸|子弹|枪伤|排雷|地雷/,
    illness: /因病|生病|得病|得的病/,
  },
  'preferential-card.kind': {
    lost: /挂失/,
    reissue: /补|丢|掉了|遗失|不见/,
    replace: /换|坏|磕|到期|损/,
    new: /申领|新办|头一?(?:次|回|趟)|第一(?:次|回)|首次|没办过|办(?:一|个|张)/,
  },
  card_kind: { three_family: /三属|烈属|遗属/, veteran: /(?:退役军人|军人|老兵)优待证|退役的|退伍军人的/ },
  'honour-plaque.kind': {
    withdraw: /收回|摘|取下|拿回|注销/,
    replace: /换|重(?:新)?挂|补/,
    new: /新挂|没(?:有)?挂|第一次|挂一?块|还没|头一/,
  },
  'honour-plaque.reason': { worn: /旧|坏|褪色|锈|破|老化|掉漆|掉色/, lost: /丢|不见|找不到|掉|刮|遗失|没了|偷/, moved: /搬|迁/ },
  'glory-home.kind': { hospital: /优抚医院/, care: /养老院|敬老院|养老机构/, glory: /光荣院|集中供养/ },
  tier: { t1: /[一1]档/, t2: /[二两2]档/, t3: /[三3]档/, t4: /[四4]档|最高档/ },
};
