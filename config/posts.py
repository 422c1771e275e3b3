"""Who may POST to which URL, and in which states of the RFQ; `config.doors` tells how these tables are held."""

from dataclasses import dataclass

from config.doors import OPENED, ROLE_COLUMNS, STATES


@dataclass(frozen=True)
class Post:
    """Who may POST, and in which states of the RFQ; everybody else is refused and changes nothing."""

    people: tuple[str, ...]
    states: tuple[str, ...] = STATES


def post(people: str, states: str = "") -> Post:
    """Return one entry from words: post("buyer approver", "closed quality"); without states, in all."""
    return Post(tuple(people.split()), tuple(states.split()) or STATES)


SIGNED_IN = " ".join(name for name in ROLE_COLUMNS if name not in ("anonymous", "removed"))
EVERYBODY = " ".join(ROLE_COLUMNS)
VENDOR_PEOPLE = "vendor colleague"
# Until the deadline, a vendor's people work at their quote; it is the deadline that ends this.
AT_THE_QUOTE = post(VENDOR_PEOPLE, "open")
AT_THE_DRAFT = post("buyer", "draft")
# Between publication and deadline the buyer answers and amends.
WHILE_OPEN = post("buyer", "open")
OF_A_VENDOR = post("buyer vendor colleague")
LEADING_A_VENDOR = post("buyer vendor")
ADMINISTERING = post("administrator")
BUYING = post("buyer")

POSTS: dict[str, Post] = {
    "account_change_password": post(SIGNED_IN),
    "account_confirm_login_code": post(EVERYBODY),
    "account_login": post(EVERYBODY),
    "account_logout": post(EVERYBODY),
    "account_reauthenticate": post(SIGNED_IN),
    "account_request_login_code": post(EVERYBODY),
    "account_reset_password": post(EVERYBODY),
    "account_reset_password_from_key": post(EVERYBODY),
    "accounts:join": post(EVERYBODY),
    "accounts:organisation": ADMINISTERING,
    "accounts:profile": post(SIGNED_IN),
    "accounts:sign_out_others": post(SIGNED_IN),
    "accounts:staff_active": ADMINISTERING,
    "accounts:staff_invite": ADMINISTERING,
    "accounts:staff_member": ADMINISTERING,
    "accounts:staff_reissue": ADMINISTERING,
    "accounts:staff_revoke": ADMINISTERING,
    "admin:conflict": post("reviewer", " ".join(OPENED)),
    "admin:declare": post("reviewer", " ".join(OPENED)),
    "admin:inquire": post("reviewer", "quality"),
    "admin:score": post("reviewer", "quality"),
    "admin:sheet_done": post("reviewer", "quality"),
    "audit:export": post("buyer approver auditor"),
    "contracts:break_off": BUYING,
    "contracts:draft": post("buyer", "awarded"),
    "contracts:sign": BUYING,
    "contracts:term": BUYING,
    "enrol:invitation": post(EVERYBODY),
    "enrol:renew": post(EVERYBODY),
    "mfa_activate_totp": post(SIGNED_IN),
    "mfa_add_webauthn": post(SIGNED_IN),
    "mfa_authenticate": post(EVERYBODY),
    "mfa_deactivate_totp": post(SIGNED_IN),
    "mfa_edit_webauthn": post(SIGNED_IN),
    "mfa_generate_recovery_codes": post(SIGNED_IN),
    "mfa_login_webauthn": post(EVERYBODY),
    "mfa_reauthenticate": post(SIGNED_IN),
    "mfa_reauthenticate_webauthn": post(SIGNED_IN),
    "mfa_remove_webauthn": post(SIGNED_IN),
    "notifications:again": BUYING,
    "quotes:answers": AT_THE_QUOTE,
    "quotes:ask": AT_THE_QUOTE,
    "quotes:colleague": post("vendor", "open"),
    "quotes:confirm_addendum": AT_THE_QUOTE,
    "quotes:decline": AT_THE_QUOTE,
    "quotes:fees": AT_THE_QUOTE,
    "quotes:inquiry": post(VENDOR_PEOPLE, "quality"),
    "quotes:files": AT_THE_QUOTE,
    "quotes:line": AT_THE_QUOTE,
    "quotes:new_line": AT_THE_QUOTE,
    "quotes:prices": AT_THE_QUOTE,
    "quotes:remove_file": AT_THE_QUOTE,
    "quotes:remove_line": AT_THE_QUOTE,
    "quotes:send": AT_THE_QUOTE,
    "quotes:take_back": AT_THE_QUOTE,
    "quotes:terms": AT_THE_QUOTE,
    "quotes:withdraw": AT_THE_QUOTE,
    "quotes:workbook": AT_THE_QUOTE,
    "rfqs:addendum": WHILE_OPEN,
    "rfqs:addendum_attach": WHILE_OPEN,
    "rfqs:addendum_discard": BUYING,
    "rfqs:addendum_drop": WHILE_OPEN,
    "rfqs:addendum_forecast": WHILE_OPEN,
    "rfqs:addendum_issue": WHILE_OPEN,
    "rfqs:addendum_need": WHILE_OPEN,
    "rfqs:addendum_weights": WHILE_OPEN,
    "rfqs:answer": WHILE_OPEN,
    "rfqs:cancel": post("buyer", "draft open closed quality prices scored"),
    "rfqs:clarification": WHILE_OPEN,
    "rfqs:copy": BUYING,
    "rfqs:demand": AT_THE_DRAFT,
    "rfqs:demand_confirm": AT_THE_DRAFT,
    "rfqs:extend": WHILE_OPEN,
    "rfqs:estimate_keep": AT_THE_DRAFT,
    "rfqs:file_remove": AT_THE_DRAFT,
    "rfqs:files": AT_THE_DRAFT,
    "rfqs:forecast": AT_THE_DRAFT,
    "rfqs:levers": AT_THE_DRAFT,
    "rfqs:levers_undo": AT_THE_DRAFT,
    "rfqs:line": AT_THE_DRAFT,
    "rfqs:line_add": AT_THE_DRAFT,
    "rfqs:line_move": AT_THE_DRAFT,
    "rfqs:line_remove": AT_THE_DRAFT,
    "rfqs:live_preview": AT_THE_DRAFT,
    "rfqs:need": AT_THE_DRAFT,
    "rfqs:new": BUYING,
    "rfqs:publish": AT_THE_DRAFT,
    "rfqs:question_refuse": WHILE_OPEN,
    "rfqs:questions_until": AT_THE_DRAFT,
    "rfqs:reset": AT_THE_DRAFT,
    "rfqs:subject": AT_THE_DRAFT,
    "rfqs:vendor_link": WHILE_OPEN,
    "rfqs:vendor_mail": WHILE_OPEN,
    "rfqs:vendor_remove": AT_THE_DRAFT,
    "rfqs:vendors": post("buyer", "draft open"),
    "rfqs:weights": AT_THE_DRAFT,
    "rulebook:adopt": ADMINISTERING,
    "rulebook:begin": ADMINISTERING,
    "rulebook:discard": ADMINISTERING,
    "rulebook:field_add": ADMINISTERING,
    "rulebook:field_remove": ADMINISTERING,
    "rulebook:question": ADMINISTERING,
    "scoring:add_reviewer": post("buyer", "open closed quality prices"),
    "scoring:answers_export": post("buyer approver auditor reviewer", " ".join(OPENED)),
    "scoring:award": post("buyer", "scored"),
    "scoring:award_approve": post("approver", "scored"),
    "scoring:award_close": post("buyer approver", "scored"),
    "scoring:award_return": post("approver", "scored"),
    "scoring:debriefs_release": post("buyer", "awarded"),
    "scoring:memo_export": post("buyer approver auditor", "scored awarded"),
    "scoring:contradictions": post("buyer", "quality prices"),
    "scoring:opening_approve": post("buyer approver", "closed quality"),
    "scoring:opening_continue": post("buyer", "closed quality"),
    "scoring:evidence": post("buyer reviewer", "quality prices scored"),
    "scoring:evidence_strike": post("buyer reviewer", "quality prices scored"),
    "scoring:panel_release": post("buyer", "open closed quality prices"),
    "scoring:panel_share": post("buyer", "open closed quality prices"),
    "scoring:prices_export": post("buyer approver auditor reviewer", "prices scored awarded"),
    "scoring:rank": post("buyer", "prices scored"),
    "scoring:ranking_export": post("buyer approver auditor", "scored awarded"),
    "scoring:reproduce": post("buyer approver auditor", "scored awarded"),
    "scoring:settle": post("buyer", "quality prices"),
    "scoring:simulation_cancel": post("buyer approver", "prices scored awarded"),
    "scoring:simulation_reproduce": post("buyer approver auditor", "prices scored awarded"),
    "scoring:uncertainty": post("buyer approver", "prices scored awarded"),
    "scoring:waiver_decide": post("buyer approver", " ".join(OPENED)),
    "scoring:waivers": post("buyer", " ".join(OPENED)),
    "scoring:what_if_save": post("buyer", "prices scored awarded"),
    "vendors:archive": BUYING,
    "vendors:contact_active": LEADING_A_VENDOR,
    "vendors:contact_add": LEADING_A_VENDOR,
    "vendors:contact_edit": LEADING_A_VENDOR,
    "vendors:create": BUYING,
    "vendors:edit": OF_A_VENDOR,
    "vendors:paper_add": OF_A_VENDOR,
    "vendors:paper_edit": OF_A_VENDOR,
    "vendors:paper_remove": OF_A_VENDOR,
    "vendors:reference_add": OF_A_VENDOR,
    "vendors:reference_edit": OF_A_VENDOR,
    "vendors:reference_remove": OF_A_VENDOR,
}
# Views of libraries that would answer a POST like a GET: without an entry above they take none.
READ_ONLY = ("admin:", "mfa_download_recovery_codes", "ui_components")
