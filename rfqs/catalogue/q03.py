"""Question 3, staffing assurance."""

from rfqs.catalogue.codes import AGENT_LEVELS, ASSIGNMENTS, LANGUAGES
from rfqs.catalogue.words import DAYS, HEADS, MINUTES, MONTHS, SEATS, YEARS, T, asked, must, part

VOLATILE = {"field": "need.volatility", "in": ["VOLATILE"]}

FIELDS = [
    must(
        "q3_assignment",
        "choice",
        T("Dedicated or shared", "专人专店或共享", "專人專店或共享"),
        choices=ASSIGNMENTS,
        read_by=["RF-301"],
    ),
    asked(
        "q3_stores_per_agent",
        "decimal",
        T("Shops one agent serves", "每人服务店铺数", "每人服務店鋪數"),
        required="C",
        when={"field": "q3_assignment", "in": ["SHARED"]},
        min="1",
        max="1000",
    ),
    must(
        "q3_turnover_annual",
        "percent",
        T("Annual turnover", "年流动率", "年流動率"),
        help=T(
            "Leavers of the last 12 months divided by the average headcount. It may exceed 100 %.",
            "最近 12 个月离职人数 ÷ 平均在岗人数，可以超过 100%。",
            "最近 12 個月離職人數 ÷ 平均在崗人數，可以超過 100%。",
        ),
        min="0",
        max="5",
        home="operations.turnover_annual",
        read_by=["RF-302", "RF-302a", "RF-305", "TCO"],
    ),
    must(
        "q3_turnover_evidence",
        "file",
        T("Roster or record of leavers", "人员名册或离职记录", "人員名冊或離職紀錄"),
        help=T(
            "Hand in the file first, then choose it here.",
            "先上传文件，再在此选择。",
            "先上傳檔案，再在此選擇。",
        ),
        read_by=["RF-305"],
    ),
    asked(
        "q3_avg_tenure_months",
        "decimal",
        T("Average tenure", "平均在岗时长", "平均在崗時長"),
        min="0",
        max="480",
        unit=MONTHS,
    ),
    must(
        "q3_part_time_share",
        "percent",
        T("Share of part-time agents", "兼职占比", "兼職占比"),
        min="0",
        max="1",
        read_by=["RF-304"],
    ),
    must(
        "q3_headcount_total",
        "int",
        T("Agents in total", "客服人员总数", "客服人員總數"),
        min="0",
        max="1000000",
        unit=HEADS,
    ),
    must(
        "q3_headcount_available",
        "int",
        T("Agents available for us", "可供本项目的人数", "可供本專案的人數"),
        min="0",
        max="1000000",
        unit=HEADS,
        not_above="q3_headcount_total",
        read_by=["G-13"],
    ),
    must(
        "q3_levels",
        "list",
        T("Levels of the team", "人员级别结构", "人員級別結構"),
        help=T("The shares sum to 100 %.", "占比合计为 100%。", "占比合計為 100%。"),
        columns=[
            part("level", "choice", T("Level", "级别", "級別"), choices=AGENT_LEVELS),
            part("share", "percent", T("Share", "占比", "占比"), min="0", max="1"),
            part(
                "years",
                "decimal",
                T("Average experience", "平均从业年限", "平均從業年限"),
                min="0",
                max="50",
                unit=YEARS,
            ),
        ],
        unique=["level"],
        sum_of="share",
    ),
    must(
        "q3_backup_ratio",
        "percent",
        T("Backup staff in relation to the team", "备岗比例", "備崗比例"),
        min="0",
        max="1",
        read_by=["RF-303"],
    ),
    must(
        "q3_max_gap_minutes",
        "int",
        T("Longest unstaffed time a month", "每月最长断岗时间", "每月最長斷崗時間"),
        help=T(
            "A commitment: contracted minutes with nobody on the position.",
            "承诺值：约定时段内无人在岗的分钟数。",
            "承諾值：約定時段內無人在崗的分鐘數。",
        ),
        min="0",
        max="44640",
        unit=MINUTES,
        read_by=["RF-303"],
    ),
    must("q3_gap_remedy", "longtext", T("Compensation for a gap", "断岗补偿", "斷崗補償")),
    must(
        "q3_replacement_days",
        "int",
        T("Days to replace a leaver", "补员时限", "補員時限"),
        min="0",
        max="365",
        unit=DAYS,
    ),
    asked(
        "q3_key_staff_change_notice_days",
        "int",
        T("Notice before key staff change", "关键人员变更通知", "關鍵人員變更通知"),
        min="0",
        max="365",
        unit=DAYS,
    ),
    asked(
        "q3_surge_capacity",
        "int",
        T("Extra seats for a promotion", "大促可扩容坐席数", "大促可擴容坐席數"),
        required="C",
        required_when=VOLATILE,
        min="0",
        max="100000",
        unit=SEATS,
    ),
    asked(
        "q3_surge_notice_days",
        "int",
        T("Notice needed for extra seats", "扩容所需提前通知", "擴容所需提前通知"),
        required="C",
        required_when=VOLATILE,
        min="0",
        max="365",
        unit=DAYS,
    ),
    asked(
        "q3_languages",
        "multi",
        T("Languages offered", "可提供语言", "可提供語言"),
        required="C",
        required_when={"field": "need.languages", "filled": True},
        choices=LANGUAGES,
        read_by=["G-06"],
    ),
    asked(
        "q3_skills",
        "list",
        T("Skills and industry knowledge", "技能与行业知识", "技能與行業知識"),
        required="C",
        required_when={"field": "need.industry_knowledge", "filled": True},
        columns=[part("skill", "text", T("Skill", "技能", "技能"))],
        max_rows=30,
    ),
    asked(
        "q3_base_pay_policy",
        "longtext",
        T("Base pay and incentives", "底薪水平与激励", "底薪水準與激勵"),
        help=T("Too low a base pay raises turnover.", "底薪过低会推高流动率。", "底薪過低會推高流動率。"),
    ),
]

QUESTION = {
    "n": 3,
    "code": "q3",
    "title": T("Staffing assurance", "人员保障", "人員保障"),
    "ask": T(
        "Are agents dedicated to one shop or shared? What is the turnover? How is a gap-free shift assured?",
        "是专人专店还是共享？人员流动率多少？如何保证不断岗？",
        "是專人專店還是共享？人員流動率多少？如何保證不斷崗？",
    ),
    "why": T(
        "Every leaver takes knowledge along and is paid for twice: in training and in wrong "
        "answers. An empty position loses customers at once.",
        "每一次离职都带走经验，代价要付两次：一次是培训，一次是答错。岗位空着，客户当场流失。",
        "每一次離職都帶走經驗，代價要付兩次：一次是培訓，一次是答錯。崗位空著，客戶當場流失。",
    ),
    "good": T(
        "A named team, turnover proven by the roster, a backup ratio, compensation for gaps.",
        "有名单的固定团队，名册可证的流动率，备岗比例，断岗补偿。",
        "有名單的固定團隊，名冊可證的流動率，備崗比例，斷崗補償。",
    ),
    "bad": T("Cheap part-timers, no figures.", "廉价兼职，没有数据。", "廉價兼職，沒有數據。"),
    "evidence": T(
        "Roster, record of leavers, shift plan, sample of the employment contract.",
        "人员名册、离职记录、排班表、劳动合同样本。",
        "人員名冊、離職紀錄、排班表、勞動合約樣本。",
    ),
    "rubric": {
        "0": T(
            "No answer, or cannot name who will work.",
            "未作答，或说不清由谁服务。",
            "未作答，或說不清由誰服務。",
        ),
        "1": T(
            "Shared pool with no limit on shops per agent, turnover of 100 % or more or "
            "undisclosed, no commitment on gaps.",
            "共享团队且不限每人店铺数，流动率不低于 100% 或未披露，无断岗承诺。",
            "共享團隊且不限每人店鋪數，流動率不低於 100% 或未披露，無斷崗承諾。",
        ),
        "3": T(
            "The assignment fits the RFQ, turnover at most 60 % with evidence, replacement time "
            "and backup stated, a gap remedy in words.",
            "人员安排符合询价书，流动率不超过 60% 且有证据，写明补员时限与备岗，断岗补偿有文字约定。",
            "人員安排符合詢價書，流動率不超過 60% 且有證據，寫明補員時限與備崗，斷崗補償有文字約定。",
        ),
        "5": T(
            "Named agents, turnover below 30 % proven, backup of at least 10 %, a gap limit with "
            "automatic credit, surge capacity that covers the largest event.",
            "人员具名，流动率低于 30% 且可证，备岗不低于 10%，断岗设限并自动抵扣，扩容能力覆盖最大的大促。",
            "人員具名，流動率低於 30% 且可證，備崗不低於 10%，斷崗設限並自動抵扣，擴容能力覆蓋最大的大促。",
        ),
    },
    "pillar": "QUALITY",
    "secondary": ["RISK"],
    "leaf": "K1",
    "fields": FIELDS,
}
