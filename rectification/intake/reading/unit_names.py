"""What the name of a unit, of a group of units and of a person looks like in a plan.

Judges one name at a time, clean of white space and in half-width punctuation. The word lists hold the vocabulary of
Chinese departments: a department is a field of work and an ending (住建 + 局), with or without the level or place it
belongs to before it (区, 越城区). Names outside this vocabulary (towns, companies, offices of a campaign) are known by
their ending, as long as nothing in them speaks like a sentence.
"""

from __future__ import annotations

import re

LONGEST_NAME = 40
LEVELS = "省市区县州旗盟镇乡"

_FIELDS = """
发展和改革 发展改革 发改 经济和信息化 经济信息化 经信 工业和信息化 工业信息化 工信 信息化 经济商务 经济发展 经济贸易 经济 经贸 经发 经科 科技 科学技术 科教
教育 教科 教体 民族宗教事务 民族事务 民族 宗教 民宗 公安 民政 司法 财政 人力资源和社会保障 人力资源社会保障 人力社保 人社 人力资源 社会保障
国土资源 国土 自然资源 资源规划 自规 规划 生态环境 生态环境保护 环境保护 环保 环境 生态 住房和城乡建设 住房城乡建设 住房和建设 住建 住房保障 住房 房产 房管
建设 城乡建设 城建 建管 交通运输 交通 运管 港航 港口 公路 铁路 民航 邮政 水利 水务 湖泊 农水 农业农村 农业 农村 农林 农牧 畜牧 畜牧兽医 兽医 渔业 海洋
林业 草原 林草 园林 绿化 园文 文物 文化遗产 商务 招商 投资促进 投促 文化 旅游 文旅 文广 文广旅体 文广新 广电 广播电视 新闻出版 体育 文体 卫生健康 卫健
卫生 计划生育 卫计 健康 退役军人事务 退役军人 应急管理 应急 安全生产监督管理 安全生产 安监 安全 审计 国资 国有资产监督管理 外事 侨务 市场监督管理
市场监管 市监 质监 质量技术监督 工商 工商行政管理 食品药品监督管理 食药监 药监 药品监督管理 知识产权 统计 医疗保障 医保 信访 机关事务 机关 机管 地方金融
金融 金融监管 大数据 大数据发展 数据 数据资源 数字经济 政务服务 政务 行政审批 审批 综合行政执法 综合执法 行政执法 城市管理 城管 城管执法 城市 执法
公用事业 公用 市政 市政公用 市容 市容环卫 环卫 环境卫生 人防 人民防空 粮食 粮食和物资储备 物资储备 扶贫 乡村振兴 能源 煤炭 煤管 气象 地震 税务 国税
地税 烟草 烟草专卖 专卖 消防 消防救援 救援 交警 交通警察 电力 供电 水文 防汛 防汛抗旱 移民 水库移民 供销 档案 地方志 方志 党史 机构编制 编制 文明
精神文明 督查 督查考核 督察 督考 考核 考评 目标 治水 河长制 河长 湖长制 林长制 美丽 整治 整改 城改 拆改 改革 政研 研究 政策研究 法制 依法治 网信 网络安全和信息化
保密 机要 接待 合作交流 经济合作 合作 经合 对口 党群 党建 党政 综合 社会事务 社会治理 社会发展 社会工作 社会建设 社发 平安 政法 宣传 组织 统战 统一战线 老干部
老龄 监察 纪检 巡察 信用 信息 通信 无线电 住房公积金 公积金 不动产 不动产登记 土地储备 土地 征收 征迁 拆迁 征地 城市更新 旧城改造 旧改 项目 重点项目
重点工程 工程 创建 创卫 创城 爱卫 人才 大气 大气污染防治 固废 土壤 渣土 三改一拆 五水共治 剿劣 燃气 供水 排水 节水 水资源 水污染防治 渔政 农机 农技 农经
动物卫生 动物疫病 疾病预防控制 疾控 卫生监督 生态文明 生态保护 自然保护地 自然保护区 湿地 监测 环境监测 生态环境监测 稽查 管理 监督 监督管理 监管 事务 服务
保障 开发 建筑 建筑业 市场 质量 价格 物价 口岸 金控 人口 劳动 就业 民营经济 中小企业 数字 智慧 融媒体 新闻 传媒 广播 电视 空港 物流 现代农业 产业 产业发展
资源 区域 流域 水土保持 水保 水政 公共资源交易 公共资源 交易 公共事业 公共服务 便民服务 村镇 村镇建设 城镇 新农村 农居 房屋 物业 路灯 桥梁 道路 地铁 轨道交通
殡葬 档案史志 史志 妇女儿童 未成年人 残疾 慈善 志愿 禁毒 扫黑 维稳 反恐 国安 国家安全 国防动员 国防 双拥 编译 台湾事务 港澳事务 港澳 对台
营商环境 优化营商环境 散煤 煤改气 煤改电 散乱污 低散乱 无废城市 垃圾分类 污染防治 污染防治攻坚 环保督察 督察整改 环境整治 长江 黄河 太湖 巢湖 滇池 钱塘江 运河
""".split()

_DEPARTMENT_ENDINGS = """
局 委 委员会 厅 办 办公室 分局 部 处 管理局 管理处 总队 支队 大队 中队 中心 服务中心 事务中心 管理中心 执法队 总局 署 院 所 站 科 室 分中心 督查室
""".split()

# Bodies that bear no field of work; they take the level of the unit before them (区妇联、科协).
_ORGANS = """
人大 人大常委会 人大办 人大常委会办公室 政协 政协办 政协办公室 法院 人民法院 中级人民法院 高级人民法院 检察院 人民检察院 纪委 监委 纪委监委 纪委区监委 纪委市监委
纪委县监委 监察委 妇联 总工会 团委 残联 科协 文联 侨联 台联 社科联 工商联 红十字会 供销社 供销联社 供销合作社 供销总社 人武部 武装部 党校 行政学院 档案馆
编办 编委办 文明办 农办 府办 外办 侨办 台办 国动办 人防办 网信办 国资委 国资办 政府 人民政府 政府办 政府办公室 人民政府办公室 政府办公厅 人民政府办公厅
政府研究室 政府督查室 政府参事室 气象台 电视台 广播电视台 融媒体中心 党委 党工委 党组
""".split()

_PARTY_PARTS = """
办 办公室 办公厅 组织部 宣传部 统战部 政法委 政法委员会 社会工作部 督查室 巡察办 政研室 政策研究室 改革办 编办 编委办 网信办 农办 台办 外办 老干部局 机要局
保密局 党校 财经办 国安办 文明办 信访局 直属机关工委 直机关工委 机关工委 两新工委 教育工委 依法治区办 依法治市办 依法治县办 全面依法治区办 区政府督查室
""".split()

_WHOLE_NAMES = """
党中央 国务院 中央军委 国务院办公厅 中共中央办公厅 公安机关 检察机关 审判机关 司法机关 纪检监察机关 数字城管 智慧城管 本级人大 同级人大 人行 人民银行 区委 市委 县委 省委 州委
旗委 镇党委 乡党委 街道党工委
""".split()

# Said alone they mean the department; 建设 and the like are too common as words.
_ABBREVIATIONS = """
发改 经信 经发 工信 住建 城管 安监 公安 综合执法 市场监管 人社 卫健 卫计 农水 文旅 文广 商务局 环保 自规
""".split()


def _any(words: list[str]) -> str:
    return "|".join(sorted(set(words), key=len, reverse=True))


_FIELD_WORDS = rf"(?>(?:{_any(_FIELDS)}|(?<=.)[和与及暨、](?=.))++)"
_DEPARTMENT = re.compile(rf"{_FIELD_WORDS}(?:{_any(_DEPARTMENT_ENDINGS)})|(?:{_any(_ORGANS)})")
_FIELD_ONLY = re.compile(_FIELD_WORDS)
_PARTY = re.compile(rf"委(?:{_any(_PARTY_PARTS)}|{_FIELD_WORDS}(?:部|办|办公室|局|室|委|委员会|组))?")
_FIELD_AND_KIND = re.compile(rf"{_FIELD_WORDS}(?:部门|机构|系统)")
_NO_PLACE = re.compile(r"[局厅委办处各]|政府|中心|公司|街道[^办]|示范|功能|保护|重点")
_YOUTH_LEAGUE = re.compile(rf"(?:共青团)?团?(?:[一-鿿]{{2,6}})?[{LEVELS}]工?委")
PARTY_DEPARTMENT = re.compile(r"(?:组织|宣传|统战|统一战线工作|社会工作)部|政法委(?:员会)?")
NATIONAL_DEPARTMENT = re.compile(r".*(?:部|署|总局)")

_BODY = re.compile(
    r"[局厅署]$|委员会$|管委会$|办公室$|办公厅$|督查室$|研究室$|中心$|街道办?$|办事处$|政府$|党委$|工委$|党组$|法院$|检察院$|公司$|集团$|[总支大中]队$"
    r"|指挥部$|项目部$|(?:领导|工作|协调|督察|督导|检查|专项|推进|攻坚|整改|巡查|巡察)小?组$|专班$|协会$|学会$|联合会$|促进会$|理事会$|基金会$|商会$|工会$|常委会$"
    r"|妇联$|残联$|科协$|文联$|侨联$|工商联$|红十字会$|大学$|学院$|中学$|小学$|学校$|医院$|研究院$|设计院$|规划院$|科学院$|总院$|研究所$|派出所$|司法所$|财政所$"
    r"|(?:国土|规划|环保|建设|城建|水利|管理|监测|服务|事务|环卫|自然资源)所$|(?:监测|服务|管理|工作|水利|水文|监督|推广|供电|环卫|中转|执法)站$|供电所$|银行$|[支分]行$"
    r"|报社$|通讯社$|电视台$|广播电台$|总台$|供销社$|联社$|合作社$|党校$|档案馆$|图书馆$|博物馆$|海关$|机场$|军分区$|警备区$|武装部$|管理[处部]$|林场$|农场$|水厂$"
    r"|电厂$|公路段$|工区$|村委会$|居委会$|村委$|经联社$|顾问团$|专家团$|兵团$|管理局机关$|交易所$|协作区$|合作区$|事业部$|总站$|总公司$|分会$|河长办$|联席会议$"
)
_TWO_NAMES = re.compile(
    r"(?:局|厅|委员会|管委会|办公室|政府|街道|[^小]镇|公司|集团|法院|检察院|中心|大队|[^编]委|办)(?:以及|会同|联合|配合|牵头|[和及与暨、等由]|[省市区县](?!场|容|政[公工设]|域|直))"
)
_OFFICE = re.compile(r"[一-鿿]{2,8}(?<![督主协承举交查严创特次上近快好代通事易立即能自可])办$")
_BODY_OF_LEVEL = re.compile(r"[办委部处室科会院所站队组团社馆台]$")
_ZONE = re.compile(
    r"(?:开发|高新|经开|新|度假|保税|综保|自贸|高新技术产业开发|经济技术开发|产业园|工业园|科技园|物流园|化工园|风景名胜|旅游|示范|功能|集聚|生态园|园)区$|新城$|科技城$"
)
_COMMON_ZONE = re.compile(
    r"^(?:.{0,4}(?:各|示范|功能|集聚|试点|先行|敏感|保护)区|[工产园]业?园?区|新区|开发区|园区|(?:工业|产业|化工|物流|特色|生态|重点|全部)园区|新城|旅游区|风景名胜区)$"
)
_AREA = re.compile(r"[一-鿿]{2,8}(?:市|县|区|州|旗|盟)$")
_COMMON_AREA = re.compile(
    r"(?:功能|保护|禁养|限养|红线|示范|缓冲|核心|水源|水源地|工业|集聚|先行|试点|实验|试验|敏感|控制|管控|污染|影响|重点|作业|居住|生活|居民|生产|养殖|商业|办公"
    r"|建成|涉水|浅水|规划|监测|防护|湿地|农业|开采|禁燃|采砂|备用|生态|文旅|主城|老城|中心城|高值|低值|网格|责任|服务|休闲|协作|合作|整治|治理"
    r"|^[城市郊社小园辖景库山林地厂矿灾牧农流街战特全本各禁片分])区$|(?:城|都|超|夜|股|门|上|菜|农贸|生态|文明|卫生|强|全|本|各|示范|先进|试点)[市县]$|九州$|全[州旗盟]$"
)
_TOWN = re.compile(r"[一-鿿]{2,10}(?:镇|乡)$|[一-鿿]{2,12}街道$|[一-鿿]{2,5}村$|[一-鿿]{2,10}社区$")
_COMMON_TOWN = re.compile(
    r"(?:城|乡|小|集|古|名|强|市|村|建制|中心|重点|示范|卫生|文明|特色|生态|试点|各|本)镇$|(?:下|家|水|城|故|山|回|返|各)乡$"
    r"|(?:主要|城市|重点|示范|城区|背街|卫生|文明|各|试点|相关)街道$|(?:农|乡|行政|自然|示范|中心|城中|新|文明|卫生|生态|试点|重点|薄弱|各|整治|贫困)村$"
    r"|(?:示范|绿色|和谐|未来|智慧|文明|农村|城市|各|生态|试点)社区$"
)

_TASK_OPENING = re.compile(
    r"加[快强大]|推[进动广行]|深[化入]|落实|实[施行现]|开展|完[善成]|建[立成好]|建设(?!局|厅|委|部|分局|办|处|单位|集团|公司|银行|开发|[一-鿿]{0,4}(?:公司|集团|大队|中心$))"
    r"|强化|提[升高]|严[格控查厉禁]|抓[好紧]|做好|打[好赢造击]|倡导|全面|大力|持续|扎实|积极|不断|进一步|着力|切实|认真|成立|组建|编制(?!办|委)|制[定订]|印发"
    r"|督促|新建|扩建|改建|改造(?!办)|启动|探索|支持|鼓励|引导|规范|健全|构建|优化(?!营商)|调整|整合|培育|创建(?!办|指|工|领)|巩固|清理|清[废除洁]|关停|淘汰|保护|形成"
    r"|会同(?!县)|联合(?!会|国)|对(?!外|口|台)|将|把|按|根据|通过|到\d|每|实行|发挥|聚焦|统筹(?!办|局|发)|细化|明确|召开|组织(?!部|办|委)|指导|解决|拓展|争取|力争|确保|配合|协助|协同"
    r"|加以|参照|结合|围绕|坚持|贯彻|学习|依法(?!治)|依托|继续|尽快|立即|及时|定期|限期|逐步|有序|有效|妥善|充分|优先|重点[抓推]|新增|新改|治理(?!办|中心)|减少|降低|控制|防[止范]"
)
_SENTENCE = re.compile(r"[的了把被须将每并或各]|(?<!机)要|应(?!急|用|对|届)|不(?!动产)|及时|按照|根据|负责|完成|推进(?!办|组|小组|工作|领导|中心|委)|实施(?!办)|开展|落实|加强|达到|未(?!成年|来)|以[上下内及]|[?!<>=%{}\"#$@~*_^]|\d{3}")
_NAME_CHARACTERS = re.compile(r"[一-鿿㐀-䶿々〇A-Za-z0-9()、·'’“”\"]+")

_TITLE = re.compile(
    r"(?:书记|区长|市长|县长|省长|州长|镇长|乡长|局长|厅长|主任|主席|委员|常委|部长|院长|检察长|处长|科长|所长|站长|队长|总经理|董事长|河长|湖长|林长|街长|路长|组长|会长|秘书长|校长|村长"
    r"|负责人|同志|领导|责任人|联系人|工作人员|联络员|专员|主要领导|分管领导|干部|负责同志)(?:\(.*\))?$"
)
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆"
    "萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢裴陆荣翁"
    "荀羊惠甄曲封芮储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦"
    "雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东殴沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯"
    "盖益桓公肖覃涂付闫"
)
_PERSON = re.compile(rf"(?:[{_SURNAMES}]|欧阳|司马|诸葛|上官|司徒|东方|夏侯|皇甫|尉迟|公孙|慕容|令狐)[一-鿿·]{{1,2}}(?:\d+|\(.*\))?")
_NUMBERISH = re.compile(r"[\d()+转、.\-—~～至年月日第百千万亿个〇○一二三四五六七八九十]+|第?[一二三四五六七八九十\d]+[条项个款号]|\d+[一-鿿]{0,2}")
_NO_UNIT = frozenset("无 暂无 没有 待定 略 同上 空 单位 部门 责任单位 牵头单位 配合单位 序号 备注 级 分工 职责分工 分别 共同 其中 以及 及 和 与 等 各 相关 有关".split())

_ENDINGS_ALONE = frozenset("委员会 办公室 办公厅 办事处 街道办 工作组 理事会 人民政府 工作小组 管理委员会".split())

# ---- groups ----------------------------------------------------------------------------------------------------

_TERRITORY = (
    r"(?:镇街|街镇|镇乡街道|乡镇街道|乡镇|镇乡|街道|街办|街|镇|乡|县市区|市县区|县区市|区县市|旗县区|区县|县区|旗县|市县|盟市|市州|州市|地市|设区市|地级市|[市县区旗州盟地]"
    r"|村居|村社|村|社区|居|园区|开发区|功能区|高新区|新区|片区|度假区|管理区|辖区|平台|地)"
)
_ORGANISATION = (
    r"(?:委办局|部委办局|部门|单位|机关|企业|企事业单位|公司|集团|学校|高校|院校|医院|医疗机构|机构|组织|团体|班子|协会|商会|小组|工作组|专班|组|条线|口|科室|处室|平台|站所|成员|[局办委厅院所站处科室队场])"
)
_ORGAN_OF_TERRITORY = (
    r"(?:街道办事处|办事处|党委政府|党委和政府|党政|党委|党工委|党组织|党组|人民政府|政府|管委会|管理委员会|村委会|居委会|村民委员会|河长办|派出所|法院|检察院)"
)
_DEPARTMENT_OF_TERRITORY = rf"(?<![、和及与]){_TERRITORY}?[一-鿿]{{2,6}}(?:分局|局|大队|支队|中队|所|站|办|中心)"
_CHOICE = re.compile(r"\((?:[市区县州旗盟乡镇村居]|街道|社区|园区|开发区|功能区|办事处|平台|单位|部门|管委会|场|企业|管理区|高新区|党委|党工委|居委会|团场|[、,/])+\)")
_QUALITY = (
    r"(?:各级|各类|各有关|各相关|各|相关|有关|所有|其他|其它|其余|属地|沿线|沿[江河湖海塘线岸路](?:沿岸)?|涉及|涉事|所在地?|所属|所辖|辖区|辖内|下属|下辖|基层|全体|上述|以上|地方|部分"
    r"|相应|对应|当地|本地|周边|市辖|区辖|任务)"
)
_LEVEL_QUALITY = rf"(?:全[{LEVELS}]|本[{LEVELS}]|[{LEVELS}]级机关|[{LEVELS}]级|[{LEVELS}](?:直属|直|属|管|本级)(?:机关)?|[{LEVELS}]机关|[{LEVELS}]府|[{LEVELS}]委?[{LEVELS}]?政府|开发区|高新区|园区|党政)"
_PURPOSE = r"(?:直属|责任|牵头|配合|成员|职能|主管|行业主管|行业监管|行业|业务|监管|执法|管理|重点|国有|驻区|驻地|驻市|驻县|区直|市直|县直|省直|专项|参与|参建|民主|人民|群团|社会|中央|试点|建设|施工|产废|排污|涉[一-鿿]{1,3}|党政|机关|综合|村级|基层|企事业|整改|主体|设区的?)"
_KIND = rf"(?:{_TERRITORY}?{_ORGAN_OF_TERRITORY}|{_TERRITORY}|{_ORGANISATION})"
_BARE_KIND = re.compile(_KIND)
_BARE_TERRITORY = re.compile(rf"{_TERRITORY}?{_ORGAN_OF_TERRITORY}|{_TERRITORY}")
_QUALIFIED = re.compile(
    rf"(?:[一-鿿]{{0,8}}(?:区|市|县|省|办|政府|党委|委))?{_LEVEL_QUALITY}*{_QUALITY}(?:{_QUALITY}|{_LEVEL_QUALITY})*{_PURPOSE}*"
    rf"(?:{_KIND}|[和及与、](?!各|相关|有关|其他)|各级|各|相关|有关)*(?:{_KIND}|{_DEPARTMENT_OF_TERRITORY})"
)
_LEVEL_OF_MANY = re.compile(rf"(?:{_LEVEL_QUALITY}|全[{LEVELS}]){_PURPOSE}*(?:委办局|部门|单位|镇街|乡镇|街道|企业|学校|公司|集团|医院|机构|园区|平台|团体)")
_ROLE_HEADING = re.compile(r"(?:责任|牵头|配合|主管|验收|督导|监督|管理)(?:单位|部门)")
_GENERIC = re.compile(
    r"(?:乡镇|镇街|街镇|镇乡|街道|区县|县区|县市区|市县|市州|盟市|旗县区|村社|村居|公检法|[两三四五六]套班子|行业协会|商会|国有企业|成员单位|职能部门|行业主管部门|主管部门|委办局|人民团体|民主党派|群团组织"
    r"|地方政府及相关部门|地方党委和政府|地方政府|.{2,14}成员单位|省市县三级|两区一县)"
)
_OPENS_WITH_CHOICE = re.compile(rf"(?:{_TERRITORY}|单位|部门|企业)\(")


def is_group(name: str) -> bool:
    """Whether a clean name stands for several units."""
    if not 2 <= len(name) <= LONGEST_NAME or name in _NO_UNIT:
        return False
    plain = _CHOICE.sub("", name)
    if plain != name and _OPENS_WITH_CHOICE.match(name):
        return bool(_BARE_KIND.fullmatch(plain) or re.fullmatch(_DEPARTMENT_OF_TERRITORY, plain))
    if _GENERIC.fullmatch(plain) or _LEVEL_OF_MANY.fullmatch(plain):
        return True
    return bool(_QUALIFIED.fullmatch(plain))


def is_bare_kind(name: str) -> bool:
    """Whether the name is a kind of unit without saying which (街道, 县(市)党委)."""
    return bool(_BARE_KIND.fullmatch(_CHOICE.sub("", name)))


def is_territorial(name: str) -> bool:
    """Whether the words of a group or kind are about areas and their organs, not about departments."""
    return bool(re.search(rf"(?:{_TERRITORY}|{_ORGAN_OF_TERRITORY}|{_DEPARTMENT_OF_TERRITORY})$", _CHOICE.sub("", name)))


def split_level(name: str) -> tuple[str, str]:
    """A department's level or place and the rest: 越城区税务局 -> (越城区, 税务局); ("", name) where it has none."""
    if is_bare_department(name) or is_bare_abbreviation(name):
        return "", name
    league = re.fullmatch(rf"团([{LEVELS}])委", name)
    if league:
        return league[1], name
    for place, character in enumerate(name[:16]):
        if character in LEVELS and place != 1:
            level, rest = name[: place + 1], without_bracket(name[place + 1 :])
            if _NO_PLACE.search(level):
                break
            if _DEPARTMENT.fullmatch(rest) or _PARTY.fullmatch(rest) or _FIELD_ONLY.fullmatch(rest):
                return level, name[place + 1 :]
    return "", name


def without_bracket(name: str) -> str:
    """The name without another name in brackets at its end: 区住建局(区城管局) -> 区住建局."""
    return re.sub(r"\([^()]*\)$", "", name)


def is_bare_department(name: str) -> bool:
    """Whether the name is a department without level or place (财政局, 环保分局)."""
    return bool(_DEPARTMENT.fullmatch(without_bracket(name)))


def is_campaign_office(name: str) -> bool:
    """Whether the name is that of an office for one campaign (治水办, 大气办), which says its level itself where it matters."""
    return name.endswith("办") and name not in _ORGANS


def is_name_part(words: str) -> bool:
    """Whether words in brackets belong to the name before them: another unit's name or a choice of kinds (街道; 市、区)."""
    return bool(_CHOICE.fullmatch(f"({words})")) or is_unit(words) or is_bare_kind(words)


def is_bare_abbreviation(name: str) -> bool:
    """Whether the name is only the field of a department (经信, 市场监管)."""
    return bool(_FIELD_ONLY.fullmatch(name))


def is_area(name: str) -> bool:
    """Whether the name is a city, county or district by itself."""
    return bool(_AREA.fullmatch(name)) and not _COMMON_AREA.search(name) and not _speaks(name)


def is_party_or_government(name: str) -> bool:
    """Whether the name is a Party committee or government, of which departments are part (区委, 市政府)."""
    return bool(re.fullmatch(rf".{{0,10}}[{LEVELS}](?:委|政府|人民政府|人大|政协)", name))


def _speaks(name: str) -> bool:
    return bool(_TASK_OPENING.match(name) or _SENTENCE.search(name))


def is_unit(name: str) -> bool:
    """Whether a clean name is surely that of a single unit."""
    if not 2 <= len(name) <= LONGEST_NAME or name in _NO_UNIT or not _NAME_CHARACTERS.fullmatch(name):
        return False
    core = re.sub(r"\([^()]*\)", "", name)
    if core in _WHOLE_NAMES or core in _ABBREVIATIONS or is_bare_department(core) or is_bare_department(name):
        return True
    level, rest = split_level(core)
    if level:
        return not _TASK_OPENING.match(core) and (not is_bare_abbreviation(rest) or rest in _ABBREVIATIONS)
    if len(core) < 2 or _speaks(core) or _TITLE.search(core) or _TWO_NAMES.search(core):
        return False
    if _BODY.search(core):
        return len(core) > 2 and core not in _ENDINGS_ALONE
    if core[0] in LEVELS and _BODY_OF_LEVEL.search(core) and len(core) > 2 and not core.startswith(("市场", "区域", "市民", "区级", "市级", "县级")):
        return not re.search(r"(?:督|主|协|承|举|交|查|严|创)办$|[全东西南北中内外局底干]部$|[机社]会$|以[下上]$", core)
    if _YOUTH_LEAGUE.fullmatch(core) or _FIELD_AND_KIND.fullmatch(core) or _OFFICE.fullmatch(core):
        return True
    if _ZONE.search(core):
        return not _COMMON_ZONE.match(core) and 2 < len(core) <= 14 and not re.search("重点|覆盖|基本|建设", core)
    if _TOWN.fullmatch(core):
        return not _COMMON_TOWN.search(core)
    return is_area(core)


def is_person(name: str) -> bool:
    """Whether the words are a person's name or post, or a telephone number."""
    return bool(_TITLE.search(name) or _PERSON.fullmatch(name) or _NUMBERISH.fullmatch(name))


def may_be_unit(name: str) -> bool:
    """Whether words standing among units can be taken for the name of one that no rule knows."""
    return (
        2 <= len(name) <= 20
        and bool(_NAME_CHARACTERS.fullmatch(name))
        and bool(re.search(r"[一-鿿]", name))
        and name not in _NO_UNIT
        and not _ROLE_HEADING.fullmatch(name)
        and not is_person(name)
        and not _speaks(name)
    )
