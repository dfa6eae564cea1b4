"""What the name of a unit, of a group of units and of a person looks like in a plan.

Judges one name at a time, clean of white space and in half-width punctuation. The word lists hold the vocabulary of
Chinese departments: a department is a field of work and an ending (住建 + 局), with or without the level or place it
belongs to before it (区, 越城区). Names outside this vocabulary (towns, companies, offices of a campaign) are known by
their ending, as long as nothing in them speaks like a sentence.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

LONGEST_NAME = 40
LONGEST_ZONE = 14
# The same few names stand in every row of a plan.
_remembered = lru_cache(maxsize=4096)
LEVELS = "省市区县州旗盟镇乡"


def _word_lists() -> dict[str, list[str]]:
    lists: dict[str, list[str]] = {}
    for line in (Path(__file__).parent / "unit_words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            current = lists.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            current.extend(line.split())
    return lists


_WORDS = _word_lists()
_FIELDS = _WORDS["fields"]

_DEPARTMENT_ENDINGS = _WORDS["department endings"]

# Bodies that bear no field of work; they take the level of the unit before them (区妇联、科协).
_ORGANS = _WORDS["organs"]

_PARTY_PARTS = _WORDS["party parts"]

_WHOLE_NAMES = _WORDS["whole names"]

# Said alone they mean the department; 建设 and the like are too common as words.
_ABBREVIATIONS = _WORDS["abbreviations"]


def _any(words: list[str]) -> str:
    return "|".join(sorted(set(words), key=len, reverse=True))


_FIELD_WORDS = rf"(?>(?:{_any(_FIELDS)}|(?<=.)[和与及暨、](?=.))++)"
_DEPARTMENT = re.compile(rf"{_FIELD_WORDS}(?:{_any(_DEPARTMENT_ENDINGS)})|(?:{_any(_ORGANS)})")
_FIELD_ONLY = re.compile(_FIELD_WORDS)
_PARTY = re.compile(rf"委(?:{_any(_PARTY_PARTS)}|{_FIELD_WORDS}(?:部|办|办公室|局|室|委|委员会|组))?")
_FIELD_AND_KIND = re.compile(rf"{_FIELD_WORDS}(?:部门|机构|系统)")
_NO_PLACE = re.compile(r"[局厅委办处是]|各(?!族)|政府|中心|公司|街道[^办]|示范|功能|保护|重点")
_YOUTH_LEAGUE = re.compile(rf"(?:共青团)?团?(?:[一-鿿]{{2,6}})?[{LEVELS}]工?委")
PARTY_DEPARTMENT = re.compile(r"(?:组织|宣传|统战|统一战线工作|社会工作)部|政法委(?:员会)?")
NATIONAL_DEPARTMENT = re.compile(r".*(?:部|署|总局)|(?:长江|黄河|淮河|海河|珠江|松辽|太湖).*")

_BODY = re.compile(
    r"[局厅署]$|委员会$|管委会$|办公室$|办公厅$|督查室$|研究室$|中心$|街道办?$|办事处$|政府$|党委$|工委$|党组$|法院$|检察院$|公司$"
    r"|集团$|[总支大中]队$"
    r"|指挥部$|项目部$|(?:领导|工作|协调|督察|督导|检查|专项|推进|攻坚|整改|巡查|巡察)小?组$|专班$|协会$|学会$|联合会$|促进会$"
    r"|理事会$|基金会$|商会$|工会$|常委会$"
    r"|妇联$|残联$|科协$|文联$|侨联$|工商联$|红十字会$|大学$|学院$|中学$|小学$|学校$|医院$|研究院$|设计院$|规划院$|科学院$|总院$"
    r"|研究所$|派出所$|司法所$|财政所$"
    r"|(?:国土|规划|环保|建设|城建|水利|管理|监测|服务|事务|环卫|自然资源)所$|(?:监测|服务|管理|工作|水利|水文|监督|推广|供电|环卫"
    r"|中转|执法)站$|供电所$|银行$|[支分]行$"
    r"|报社$|通讯社$|电视台$|广播电台$|总台$|供销社$|联社$|合作社$|党校$|档案馆$|图书馆$|博物馆$|海关$|机场$|军分区$|警备区$"
    r"|武装部$|管理[处部]$|林场$|农场$|水厂$"
    r"|电厂$|公路段$|工区$|村委会$|居委会$|村委$|经联社$|顾问团$|专家团$|兵团$|管理局机关$|交易所$|协作区$|合作区$|事业部$|总站$"
    r"|总公司$|分会$|河长办$|联席会议$"
)
# A branch is named by a place of two characters or more: 市生态环境局和顺分局 is one name.
_TWO_NAMES = re.compile(
    r"党委(?:人民)?政府|(?:局|厅|委员会|管委会|办公室|政府|街道|[^小]镇(?![市县])|公司|集团|法院|检察院|中心|大队|[^编]委|办)(?:以及|会同|联合|配合|牵头"
    r"|[和及与暨、等由](?![^省市区县]分局)|[省市区县](?!场|容|政[公工设]|域|直))"
)
_OFFICE = re.compile(r"[一-鿿]{2,8}(?<![督主协承举交查严创特次上近快好代通事易立即能自可])办$")
_BODY_OF_LEVEL = re.compile(r"[办委部处室科会院所站队组团社馆台联]$")
_LEVEL_IN_WORD = re.compile("市场|区域|市民|[区市县]级")
_NO_BODY = re.compile("(?:督|主|协|承|举|交|查|严|创)办$|[全东西南北中内外局底干]部$|[机社]会$|以[下上]$")
_ZONE = re.compile(
    r"(?:开发|高新|经开|新|度假|保税|综保|自贸|高新技术产业开发|经济技术开发|产业园|工业园|科技园|物流园|化工园|风景名胜|旅游|示范"
    r"|功能|集聚|生态园|园)区$|新城$|科技城$"
)
_COMMON_ZONE = re.compile(
    r"^(?:.{0,4}(?:各|示范|功能|集聚|试点|先行|敏感|保护)区|[工产园]业?园?区|新区|开发区|园区|(?:工业|产业|化工|物流|特色|生态|重点"
    r"|全部)园区|新城|旅游区|风景名胜区)$"
)
_AREA = re.compile(r"[一-鿿]{2,8}[市县区州旗盟]|[一-鿿]{2,16}自治[县州旗区]|[一-鿿]{2,3}省|[一-鿿]县|[博巴克]州")
_COMMON_AREA = re.compile(
    r"(?:功能|保护|禁养|限养|红线|示范|缓冲|核心|水源|水源地|工业|集聚|先行|试点|实验|试验|敏感|控制|管控|污染|影响|重点|作业|居住"
    r"|生活|居民|生产|养殖|商业|办公"
    r"|建成|涉水|浅水|规划|监测|防护|湿地|农业|开采|禁燃|采砂|备用|生态|文旅|主城|老城|中心城|高值|低值|网格|责任|服务|休闲|协作"
    r"|合作|整治|治理"
    r"|^[城市郊社小园辖景库山林地厂矿灾牧农流街战特全本各禁片分])区$|(?:超|夜|股|上|菜|农贸)市$|(?<!^.)强[市县]$|(?:生态|文明|卫生|示范|先进|试点|兄弟)[省市县]$"
    # 盐城市 and 成都市 are places, 文明城市 and 大都市 are not.
    r"|(?<!^.)(?<![省州市区].)(?<!^共青)城市$|^[大小老旧]城市$|大都市$|^[全本各该我外邻两市区及与由以][省市县州旗盟]$|节省$|(?:周边|农村|贫困|沿海|重点|敏感|边远|民族|相关|平原|其他|山|本|该)地区$|^自治[区州县旗]$|九州$"
)
_PLACE = re.compile(r"[一-鿿]{1,2}[一-鿿](?<![区县市镇乡村局办委部处站所])")
_PARTY_AND_GOVERNMENT = re.compile(
    rf"([{LEVELS}])党?委 \1?(?:人民)?政府$|(?<=街道)党工委 办事处$|(?<=[盟地])委 (?:行署|行政公署)$|党工委 (?:管委会|管理委员会)$"
)
_TOWN = re.compile(r"[一-鿿]{2,10}(?:镇|乡)$|[一-鿿]{2,12}街道$|[一-鿿]{2,5}村$|[一-鿿]{2,10}社区$")
# 集镇 and 城乡 are common words, 刘集镇 and 古城乡 names.
_COMMON_TOWN = re.compile(
    r"(?<!^[^小各全本该老])(?:城|集|市|村|古)镇$|(?:乡|小|名|强|建制|中心|重点|示范|卫生|文明|特色|生态|试点|各|本)镇$"
    r"|(?<!^[^各全])城乡$|^(?:江南|美丽)?水乡$|^[家山]乡$|(?:下|故|回|返|各)乡$"
    r"|(?:主要|城市|重点|示范|城区|背街|卫生|文明|各|试点|相关)街道$|(?:农|乡|行政|自然|示范|中心|城中|新|文明|卫生|生态|试点|重点"
    r"|薄弱|各|整治|贫困)村$"
    r"|(?:示范|绿色|和谐|未来|智慧|文明|农村|城市|各|生态|试点)社区$"
)

_TASK_OPENING = re.compile(
    r"详见|参见|见附|加[快强大]|推[进动广行]|深[化入]|落实|实[施行现]|开展|完[善成]|建[立成好]|建设(?!局|厅|委|部|分局|办|处|单位|集团|公司|银行"
    r"|开发|[一-鿿]{0,4}(?:公司|集团|大队|中心$))"
    r"|强化|提[升高]|严[格控查厉禁]|抓[好紧]|做好|打[好赢造击]|倡导|全面|大力|持续|扎实|积极|不断|进一步|着力|切实|认真|成立|组建"
    r"|编制(?!办|委)|制[定订]|印发"
    r"|督促|新建(?!区|县)|扩建|改建|改造(?!办)|启动|探索|支持|鼓励|引导|规范|健全|构建|优化(?!营商)|调整|整合|培育|创建(?!办|指|工|领)|巩固"
    r"|清理|清[废除洁]|关停|淘汰|保护|形成"
    r"|会同(?!县)|联合(?!会|国)|对(?!外|口|台)|将(?!乐)|把|按|根据|通过|到\d|每|实行|发挥|聚焦|统筹(?!办|局|发)|细化|明确|召开|组织(?!部"
    r"|办|委)|指导|解决|拓展|争取|力争|确保|配合|协助|协同"
    r"|加以|参照|结合|围绕|坚持|贯彻|学习|依法(?!治)|依托|继续|尽快|立即|及时|定期|限期|逐步|有序|有效|妥善|充分|优先|重点[抓推]"
    r"|新增|新改|治理(?!办|中心)|减少|降低|控制|防[止范]"
)
_SENTENCE = re.compile(
    r"[的了是把被须每并或]|将(?!乐)|各(?!族)|(?<![机高])要|(?<!宝)应(?!急|用|对|届|城|县)|不(?!动产)|及时|按照|根据|负责|完成|推进(?!办|组|小组|工作|领导|中心|委)"
    r"|实施(?!办)|开展|落实|加强|达到|未(?!成年|来|央)|以[上下内及]|[?!<>=%{}\"#$@~*_^]|\d{3}"
)
_NAME_CHARACTERS = re.compile(r"[一-鿿㐀-䶿々〇A-Za-z0-9()、·'’“”\"]+")

_TITLE = re.compile(
    r"(?:书记|区长|市长|县长|省长|州长|镇长|乡长|局长|厅长|主任|主席|委员|常委|部长|院长|检察长|处长|科长|所长|站长|队长|总经理"
    r"|董事长|河长|湖长|林长|街长|路长|组长|会长|秘书长|校长|村长"
    r"|负责人|同志|领导|责任人|联系人|工作人员|联络员|专员|主要领导|分管领导|干部|负责同志)(?:\(.*\))?$"
)
_SURNAMES = "".join(_WORDS["surnames"])
_PERSON = re.compile(
    rf"(?:.{{0,12}}(?:[区市县省镇乡局厅州]长|书记|主任))?(?:[{_SURNAMES}]|欧阳|司马|诸葛|上官|司徒|东方|夏侯|皇甫|尉迟|公孙|慕容"
    rf"|令狐)[一-鿿·]{{1,2}}(?:\d+|\(.*\))?"
)
_NUMBERISH = re.compile(
    r"[\d()+转、.\-—~～至年月日第百千万亿个〇○一二三四五六七八九十]+|第?[一二三四五六七八九十\d]+[条项个款号]|\d+[一-鿿]{0,2}"
)
_NO_UNIT = frozenset(_WORDS["no units"])

_ENDINGS_ALONE = frozenset(_WORDS["endings alone"])

# ---- groups ----------------------------------------------------------------------------------------------------

_TERRITORY = (
    r"(?:苏木镇?|嘎查|镇街|街镇|镇乡街道|乡镇街道|乡镇|镇乡|街道|街办|街|镇|乡|县市区|市县区|县区市|区县市|旗县区|区县|县区|旗县"
    r"|市县|盟市|市州|州市|地市|设区市|地级(?:以上)?市|[市县区旗州盟地]"
    r"|师市?|团场|自治[县州旗]|村居|村社|(?:自然|行政)?村|社区|居|(?:经济(?:技术)?|高新技术产业|工业|产业|化工|旅游)?(?:园区|开发区)|(?:工业|产业)园|经开区|集聚区"
    r"|功能区|高新区|新区|片区|度假区|管理区|辖区|平台|地)"
)
_ORGANISATION = (
    r"(?:委办局|部委办局|部委|局办|科室|部门|单位|机关|企业|国企|央企|企事业单位|公司|集团|学校|高校|院校|医院|医疗机构|机构|组织|团体|班子|协会|商会"
    r"|小组|工作组|专班|组|条线|口|科室|处室|平台|站所|成员|[局办委厅院所站处科室队场])"
)
_ORGAN_OF_TERRITORY = (
    r"(?:街道办事处|街道办|办事处|行政公署|行署|党委政府|党委和政府|党政|党委|党工委|党组织|党组|人民政府|政府|管委会|管理委员会|村委会|居委会"
    r"|村民委员会|河长办|派出所|法院|检察院)"
)
_DEPARTMENT_OF_TERRITORY = rf"(?<![、和及与]){_TERRITORY}?[一-鿿]{{2,6}}(?:分局|局|大队|支队|中队|所|站|办|中心)"
_CHOICE = re.compile(
    r"\((?:[市区县州旗盟地乡镇村居工]|自治[州县旗]|人民政府|政府|行政公署|行署|街道(?:办事处|办)?|社区|园区|开发区|功能区|办事处|村委会|平台|单位|部门|管委会|场|企业|管理区|高新区|党委|党工委"
    r"|居委会|团场|[、,/])+\)"
)
_QUALITY = (
    r"(?:各级|各类|各个|各有关|各相关|各|相关|有关|所有|其他|其它|其余|全部|属地|沿线|沿[江河湖海塘线岸路](?:沿岸)?|所?涉及?(?:[一-鿿]{0,6}的)?|涉事|[一-鿿]{0,4}所在地?|所属"
    r"|所辖|辖区内?|辖内|境内|流域内|下属|下辖|基层|全体|上述|以上|地方|部分"
    r"|相应|对应|当地|本地|周边|市辖|区辖|任务)"
)
_LEVEL_QUALITY = (
    rf"(?:全[{LEVELS}]|本[{LEVELS}]|[{LEVELS}]级机关|[{LEVELS}]级|[{LEVELS}](?:直属|直|属|管|本级)(?:机关)?|[{LEVELS}]机关"
    rf"|(?:中央|部属|[省市]属?)?驻(?!马店)[一-鿿]{{1,2}}|[{LEVELS}]府|[{LEVELS}]委?[{LEVELS}]?政府|开发区|高新区|园区|党政)"
)
_PURPOSE = (
    r"(?:直属|责任|牵头|配合|成员|职能|主管|行业主管|行业监管|行业|业务|监管|执法|管理|重点|国有|驻区|驻地|驻市|驻县|区直|市直|县直"
    r"|省直|专项|参与|参建|民主|人民|群团|社会|中央|试点|建设|施工|产废|排污|涉[一-鿿]{1,3}|党政|机关|综合|村级|基层|企事业|整改"
    r"|主体|设区的?)"
)
_KIND = rf"(?:{_TERRITORY}?{_ORGAN_OF_TERRITORY}|{_TERRITORY}|{_ORGANISATION})"
_BARE_KIND = re.compile(_KIND)
_QUALIFIED = re.compile(
    rf"(?:[一-鿿]{{0,16}}(?:小组|指挥部|委员会|[沿环][一-鿿]|区|市|县|省|办|政府|党委|委|兵团|管委会|机关|主城|流域|干线|沿线|沿岸|范围内))?{_LEVEL_QUALITY}*{_QUALITY}(?:{_QUALITY}|{_LEVEL_QUALITY})*{_PURPOSE}*"
    rf"(?:{_KIND}|[和及与、](?!各|相关|有关|其他)|各级|各|相关|有关)*(?:{_KIND}|{_DEPARTMENT_OF_TERRITORY})"
)
_LEVEL_OF_MANY = re.compile(
    rf"(?:{_LEVEL_QUALITY}|全[{LEVELS}]){_PURPOSE}*(?:委办局|部门|单位|镇街|乡镇|街道|企业|国企|学校|公司|集团|医院|机构|园区|平台|团体)"
)
_ROLE_HEADING = re.compile(r"(?:责任|牵头|配合|主管|验收|督导|监督|管理)(?:单位|部门)")
_GENERIC = re.compile(
    rf"(?:乡镇|镇街|街镇|镇乡|区县|县区|县市区|市县|市州|盟市|旗县区|村社|村居|乡镇街道){_ORGAN_OF_TERRITORY}?"
    r"|(?:街道|村(?:社区)?两委|公检法|[两三四五六]套班子|行业协会|商会|国有企业"
    r"|成员单位|重点[一-鿿]{0,4}(?:单位|企业)|职能部门|行业主管部门|主管部门|委办局|人民团体|民主党派|群团组织"
    r"|地方政府及相关部门|地方党委和政府|地方政府|.{2,14}成员单位|两区一县)"
    rf"|[{LEVELS}]?国资委(?:监管|出资|所属|直属)企业|[{LEVELS}村]{{2,5}}[两二三四五]级(?:{_ORGAN_OF_TERRITORY}|部门)?"
)
# Units of a kind that no list knows, as long as the words are those of a name: 各涉河施工单位.
_SOME_OF_A_KIND = re.compile(
    r"(?:各[级类]?|有关|相关|所有|其他|属地|沿线)((?:(?![和及与]|有关|相关)[一-鿿]){0,10})(?:单位|部门|企业|公司|集团|机构|街道|乡镇|镇街|园区|开发区|政府|党委|管委会|委员会"
    r"|办事处|协会|学校|医院|中心|[大支]队|[林农]场|养殖场|采石场|局|厂|户|[市县区旗州镇乡村])"
)
_ZONE_FIRST = re.compile("经济|高新|新区|经开区|集聚区|度假区")
_OPENS_WITH_CHOICE = re.compile(rf"(?!{_ZONE_FIRST.pattern})(?:{_TERRITORY}|单位|部门|企业)\(")


@_remembered
def is_group(name: str) -> bool:
    """Whether a clean name stands for several units."""
    if not 2 <= len(name) <= LONGEST_NAME or name in _NO_UNIT:
        return False
    plain = _CHOICE.sub("", name)
    if plain != name and _OPENS_WITH_CHOICE.match(name):
        return bool(_BARE_KIND.fullmatch(plain) or re.fullmatch(_DEPARTMENT_OF_TERRITORY, plain))
    if _GENERIC.fullmatch(plain) or _LEVEL_OF_MANY.fullmatch(plain) or _QUALIFIED.fullmatch(plain):
        return True
    some = _SOME_OF_A_KIND.fullmatch(plain)
    return bool(some and not (_speaks(some[1]) or _TASK_OPENING.match(some[1]) or _COMMON_AREA.search(plain)))


@_remembered
def is_bare_kind(name: str) -> bool:
    """Whether the name is a kind of unit without saying which (街道, 县(市)党委)."""
    return bool(_BARE_KIND.fullmatch(_CHOICE.sub("", name))) and not _ZONE_FIRST.match(name)


def is_departmental(group: str) -> bool:
    """Whether the group is that of one department in several areas (各县区生态环境分局)."""
    return bool(re.search("(?:[^办]局|[大支中]队|[所站]|中心)$", group))


def is_territorial(name: str) -> bool:
    """Whether the words of a group or kind are about areas and their organs, not about departments."""
    return bool(re.search(rf"(?:{_TERRITORY}|{_ORGAN_OF_TERRITORY}|{_DEPARTMENT_OF_TERRITORY}|[{LEVELS}地]委)$", _CHOICE.sub("", name)))


@_remembered
def split_level(name: str) -> tuple[str, str]:
    """A department's level or place and the rest: 越城区税务局 -> (越城区, 税务局); ("", name) where it has none."""
    if is_bare_department(name) or is_bare_abbreviation(name):
        return "", name
    league = re.fullmatch(rf"团([{LEVELS}])委", name)
    if league:
        return league[1], name
    for place, character in enumerate(name[:16]):
        if character in LEVELS and (place != 1 or is_area(name[:2])):
            level, rest = name[: place + 1], without_bracket(name[place + 1 :])
            if _NO_PLACE.search(level):
                break
            if _DEPARTMENT.fullmatch(rest) or _PARTY.fullmatch(rest) or _FIELD_ONLY.fullmatch(rest):
                return level, name[place + 1 :]
    return "", name


def without_bracket(name: str) -> str:
    """The name without another name in brackets at its end: 区住建局(区城管局) -> 区住建局."""
    return re.sub(r"\([^()]*\)$", "", name) if name.endswith(")") else name


@_remembered
def is_bare_department(name: str) -> bool:
    """Whether the name is a department without level or place (财政局, 环保分局)."""
    return bool(_DEPARTMENT.fullmatch(without_bracket(name)))


def is_short_bureau(name: str) -> bool:
    """Whether the name is an abbreviated field and 局 (科经局): too short to hold a place as well."""
    return bool(re.fullmatch(rf"[^{LEVELS}][一-鿿](?<![分总])局", name))


def is_campaign_office(name: str) -> bool:
    """Whether the name is that of an office for one campaign (治水办, 大气办), which says its level itself where it matters."""
    return name.endswith("办") and name not in _ORGANS


@_remembered
def is_name_part(words: str) -> bool:
    """Whether words in brackets belong to the name before them: another unit's name or a choice of kinds (街道; 市、区)."""
    return bool(_CHOICE.fullmatch(f"({words})")) or is_unit(words) or is_bare_kind(words)


@_remembered
def is_bare_abbreviation(name: str) -> bool:
    """Whether the name is only the field of a department (经信, 市场监管)."""
    return bool(_FIELD_ONLY.fullmatch(name))


@_remembered
def is_area(name: str) -> bool:
    """Whether the name is a city, county or district by itself."""
    return bool(_AREA.fullmatch(name)) and not _COMMON_AREA.search(name) and not _speaks(name)


def is_zone(name: str) -> bool:
    """Whether the name is that of a zone, which has a management committee; 下花园区 is a district."""
    return bool(_ZONE.search(name)) and not re.search(r"(?<![业技工流化态])园区$", name)


def can_be_governed(area: str) -> bool:
    """Whether the area can have a government: no zone has one but those that became districts (浦东新区)."""
    return not is_zone(area) or bool(re.search(r"(?<!高)新区$", area))


def is_party_or_government(name: str) -> bool:
    """Whether the name is a Party committee or government, of which departments are part (区委, 市政府)."""
    return bool(re.fullmatch(rf".{{0,10}}[{LEVELS}](?:委|政府|人民政府|人大|政协)", name))


def opens_task(words: str) -> bool:
    """Whether the words begin like a task (做好, 推进, 制定)."""
    return bool(_TASK_OPENING.match(words))


def may_be_place(name: str) -> bool:
    """Whether the name can be that of a place without its kind, as in 城东、城西街道; a person's name can as well."""
    return bool(_PLACE.fullmatch(name)) and not (is_unit(name) or is_bare_abbreviation(name) or _TITLE.search(name) or _speaks(name))


def place_before_government(party: str, name: str) -> str | None:
    """What a government named after its Party committee leaves unsaid: 昆明 of 昆明市委、市政府; ``None`` where they are no such pair."""
    pair = _PARTY_AND_GOVERNMENT.search(f"{_CHOICE.sub('', party)} {_CHOICE.sub('', name)}")
    if pair is None:
        return None
    place = party[: pair.start()].removeprefix("中共")
    return "" if place in ("盟", "地") else f"{place}区" if place.endswith("地") else place


def _speaks(name: str) -> bool:
    return bool(_TASK_OPENING.match(name) or _SENTENCE.search(name))


@_remembered
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
    return _ends_as_body(core) or _ends_as_area(core)


def _ends_as_body(core: str) -> bool:
    if _BODY.search(core):
        return len(core) > 2 and core not in _ENDINGS_ALONE
    if core[0] in LEVELS and len(core) > 2 and _BODY_OF_LEVEL.search(core) and not _LEVEL_IN_WORD.match(core):
        return not _NO_BODY.search(core)
    return bool(_YOUTH_LEAGUE.fullmatch(core) or _FIELD_AND_KIND.fullmatch(core) or _OFFICE.fullmatch(core))


def _ends_as_area(core: str) -> bool:
    if _ZONE.search(core):
        return 2 < len(core) <= LONGEST_ZONE and not _COMMON_ZONE.match(core) and not re.search("重点|覆盖|基本|建设", core)
    if _TOWN.fullmatch(core):
        return not _COMMON_TOWN.search(core)
    return is_area(core)


@_remembered
def is_person(name: str) -> bool:
    """Whether the words are a person's name or post, or a telephone number."""
    return bool(_TITLE.search(name) or _PERSON.fullmatch(name) or _NUMBERISH.fullmatch(name))


def may_be_group(name: str) -> bool:
    """Whether words standing among units can be taken for several of a kind that no rule knows (各乡镇卫生院, 涉气企业)."""
    return (name.startswith("各") and may_be_unit(name[1:])) or (name.endswith("企业") and may_be_unit(name))


@_remembered
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
