"""Question 4, quality inspection."""

from rfqs.catalogue.words import HOURS, MINUTES, YES_WHEN_TRUE, C, T, asked, field, must, part

DIMENSIONS = [
    C("ATTITUDE", "Attitude", "服务态度", "服務態度"),
    C("TONE", "Tone and wording", "语气措辞", "語氣措辭"),
    C("MISSED_REPLY", "Missed replies", "漏回复", "漏回覆"),
    C("PROMISE_CONSISTENCY", "Promises kept consistent", "承诺一致性", "承諾一致性"),
    C("SENSITIVE_HANDLING", "Sensitive scenarios", "敏感场景处理", "敏感場景處理"),
    C("EMOTION_SIGNAL", "Signals of emotion", "情绪信号", "情緒訊號"),
    C("MULTI_TURN_MISUNDERSTANDING", "Misunderstanding over several turns", "多轮对话误解", "多輪對話誤解"),
    C("REPEATED_UNSOLVED", "Repeated and unsolved", "重复未解决", "重複未解決"),
    C("PRODUCT_OR_LOGISTICS_TREND", "Product or logistics trend", "商品或物流问题趋势", "商品或物流問題趨勢"),
    C("FACT_ACCURACY", "Accuracy of facts", "信息准确性", "資訊準確性"),
]
CALIBRATION = [
    C("NONE", "None", "无", "無"),
    C("MONTHLY", "Monthly", "每月", "每月"),
    C("BIWEEKLY", "Every two weeks", "每两周", "每兩週"),
]

FIELDS = [
    must(
        "q4_manual_sampling",
        "percent",
        T("Share sampled by people", "人工抽检比例", "人工抽檢比例"),
        min="0",
        max="1",
        read_by=["RF-401"],
    ),
    must(
        "q4_full_coverage",
        "object",
        T("Every conversation is screened", "全量质检", "全量質檢"),
        read_by=["RF-401"],
        fields=[
            part(
                "has",
                "bool",
                T("Covers all conversations", "覆盖全量对话", "覆蓋全量對話"),
                read_by=["RF-401"],
            ),
            field("tool", "text", T("Tool", "工具名称", "工具名稱"), required="C", when=YES_WHEN_TRUE),
        ],
    ),
    must("q4_dimensions", "multi", T("What is checked", "检查维度", "檢查維度"), choices=DIMENSIONS),
    must(
        "q4_sensitive_rules",
        "list",
        T("Sensitive scenarios", "敏感场景处理", "敏感場景處理"),
        help=T(
            "One row for every sensitive scenario the RFQ names.",
            "询价书列出的每个敏感场景填一行。",
            "詢價書列出的每個敏感場景填一行。",
        ),
        read_by=["RF-402"],
        rows_from={"field": "need.sensitive_scenarios", "map": {"scenario": "scenario"}},
        columns=[
            part("scenario", "text", T("Scenario", "场景", "場景"), read_by=["RF-402"]),
            part("rule", "text", T("Rule", "处理规则", "處理規則"), max_length=1000),
            part(
                "escalation_minutes",
                "int",
                T("Escalated within", "升级时限", "升級時限"),
                min="0",
                max="10080",
                unit=MINUTES,
            ),
        ],
        unique=["scenario"],
    ),
    must(
        "q4_trend_alert",
        "object",
        T("Trend early warning", "趋势预警", "趨勢預警"),
        read_by=["RF-403"],
        fields=[
            part("has", "bool", T("Offered", "是否提供", "是否提供"), read_by=["RF-403"]),
            field(
                "method",
                "text",
                T("Detection method", "识别方法", "識別方法"),
                required="C",
                when=YES_WHEN_TRUE,
            ),
            field(
                "alert_minutes",
                "int",
                T("Alert within", "预警时限", "預警時限"),
                required="C",
                when=YES_WHEN_TRUE,
                min="0",
                max="43200",
                unit=MINUTES,
            ),
            field(
                "recipients", "text", T("Recipients", "接收人", "接收人"), required="C", when=YES_WHEN_TRUE
            ),
        ],
    ),
    asked("q4_emotion_detection", "bool", T("Emotion detection", "情绪识别", "情緒識別")),
    must(
        "q4_latency_hours",
        "decimal",
        T("From conversation to finding", "质检时效", "質檢時效"),
        min="0",
        max="2160",
        unit=HOURS,
    ),
    asked(
        "q4_qa_ratio",
        "decimal",
        T("Agents per inspector", "每名质检员对应客服人数", "每名質檢員對應客服人數"),
        min="1",
        max="10000",
    ),
    must(
        "q4_buyer_access",
        "bool",
        T("The buyer may sample and re-score", "企业可抽检并复评", "企業可抽檢並複評"),
    ),
    asked(
        "q4_calibration",
        "choice",
        T("Calibration with the buyer", "质检校准", "質檢校準"),
        choices=CALIBRATION,
    ),
    must("q4_closing_loop", "longtext", T("How findings are put right", "整改闭环", "整改閉環")),
    asked("q4_bot_qa", "longtext", T("Inspection technology", "智能质检技术", "智能質檢技術")),
]

QUESTION = {
    "n": 4,
    "code": "q4",
    "title": T("QA mechanism", "质检机制", "質檢機制"),
    "ask": T(
        "What is the sampling ratio? Is every conversation covered? How are sensitive "
        "scenarios and trend alerts handled?",
        "抽检比例是多少？是否覆盖全量对话？敏感场景和趋势预警如何处理？",
        "抽檢比例是多少？是否覆蓋全量對話？敏感場景和趨勢預警如何處理？",
    ),
    "why": T(
        "A sample of 1 to 5 % leaves about 95 % unseen: risks surface late, and trends are "
        "found by experience instead of data.",
        "抽检 1% 至 5%，意味着约 95% 的对话无人查看：风险暴露得晚，趋势只能凭经验判断。",
        "抽檢 1% 至 5%，意味著約 95% 的對話無人查看：風險暴露得晚，趨勢只能憑經驗判斷。",
    ),
    "good": T(
        "All conversations screened plus a manual sample, a list of sensitive topics with "
        "minutes to escalation, alerts on the same day.",
        "全量筛查加人工抽检，敏感话题清单附升级分钟数，当日预警。",
        "全量篩查加人工抽檢，敏感話題清單附升級分鐘數，當日預警。",
    ),
    "bad": T(
        "A 1 to 5 % sample on attitude, tone and missed replies only: risk is seen late, "
        "deviations after the fact.",
        "只抽检 1% 至 5%，只看态度、语气、漏回复：风险发现晚，偏差只能事后发现。",
        "只抽檢 1% 至 5%，只看態度、語氣、漏回覆：風險發現晚，偏差只能事後發現。",
    ),
    "evidence": T(
        "QA form, last month's QA report, a demonstration of the tool, an example of an alert.",
        "质检评分表、上月质检报告、质检工具演示、预警样例。",
        "質檢評分表、上月質檢報告、質檢工具演示、預警樣例。",
    ),
    "rubric": {
        "0": T("No QA.", "没有质检。", "沒有質檢。"),
        "1": T(
            "Sampling of at most 5 %, attitude-type dimensions only.",
            "抽检不超过 5%，且只查态度类维度。",
            "抽檢不超過 5%，且只查態度類維度。",
        ),
        "3": T(
            "Sampling of at least 10 %, or full automatic coverage without trend alerts; a "
            "sensitive list exists; the buyer can see results.",
            "抽检不低于 10%，或自动全量覆盖但无趋势预警；有敏感场景清单；企业可查看结果。",
            "抽檢不低於 10%，或自動全量覆蓋但無趨勢預警；有敏感場景清單；企業可查看結果。",
        ),
        "5": T(
            "Full coverage plus manual re-check, all ten dimensions, sensitive rules with "
            "escalation times, same-day trend alerts, re-check by the buyer and calibration.",
            "全量覆盖加人工复核，十个维度齐全，敏感规则附升级时限，当日趋势预警，企业可复检并参与校准。",
            "全量覆蓋加人工覆核，十個維度齊全，敏感規則附升級時限，當日趨勢預警，企業可複檢並參與校準。",
        ),
    },
    "pillar": "QUALITY",
    "secondary": ["RISK"],
    "leaf": "K2",
    "fields": FIELDS,
}
