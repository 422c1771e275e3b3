"""Who gets what at every URL: the answer to a GET, and in which states of the RFQ.

DOORS has one row per URL name and one column per person of the cast; numbers are answers to a GET. ONLY_IN names
the pages that are there in some states only. `config.posts` says who may send what, and when. The house tests walk all URLs as
all these people with all methods in all states and compare; a URL without a row fails, and is 404 in the running
application (`config.middleware.Doors`). `docs/reference/roles.md` is made from the same tables. The rights themselves
are decided in `access.py` and `policies.py`; these tables say what must come of them.
"""

ROLE_COLUMNS = (
    "anonymous",
    "buyer",
    "approver",
    "reviewer",
    "administrator",
    "auditor",
    "vendor",
    "rival",
    # These follow from the ones above unless a row says otherwise.
    "colleague",  # a second person of the vendor
    "removed",  # a person whom the vendor has switched off, with the cookie of before
    "declined",  # of a vendor that declined the same invitation
    "spare",  # a reviewer without a duty on the RFQ
    "roleless",  # an account without any role; there is no superuser who could do more
)

# No page has another method; anybody who tries one gets 405.
METHODS = ("GET", "HEAD", "POST")

# Served without a row, each with the reason.
EXEMPT = {
    "set_language": "Django's language switch: a POST that sets a cookie",
    "healthz": "a probe: says only whether the application answers",
}
# Pages of libraries that nobody needs: without a row they are 404 for everybody. Each with the reason.
CLOSED = {
    "account_signup": "nobody signs up; accounts come from invitations",
    "account_email": "an address is changed in the registry, where its owner and the buyer are told",
    "account_email_verification_sent": "an address is proved by the invitation that enrols it",
    "account_confirm_email": "an address is proved by the invitation that enrols it",
    "account_set_password": "everybody has a password from the day of enrolment",
}

Answers = dict[str, int]


def row(
    anonymous: int,
    buyer: int,
    approver: int,
    reviewer: int,
    administrator: int,
    auditor: int,
    vendor: int,
    rival: int,
    **others: int,
) -> Answers:
    """Return one row; the columns are in the order of ROLE_COLUMNS, exceptions of the last five by name."""
    about_one_rfq = (reviewer, administrator) == (200, 404)
    nothing = 405 if vendor == 405 else 404
    derived = {
        "colleague": vendor,
        "removed": anonymous,
        "declined": rival,
        "spare": 404 if about_one_rfq else reviewer,
        "roleless": anonymous if anonymous in (200, 405) else nothing,
    }
    first = (anonymous, buyer, approver, reviewer, administrator, auditor, vendor, rival)
    answers = dict(zip(ROLE_COLUMNS, first, strict=False)) | derived | others
    if answers.keys() != set(ROLE_COLUMNS):
        raise ValueError(f"nobody is called {', '.join(sorted(answers.keys() - set(ROLE_COLUMNS)))}")
    return answers


# About the person who is signed in, and nobody else; without a session the way leads to the sign-in.
ONESELF = row(302, 200, 200, 200, 200, 200, 200, 200, roleless=200)
# Only ever posted to; who may is decided after that.
POSTED = row(302, 405, 405, 405, 405, 405, 405, 405)
# An invitation's pages: for the people of its vendor; it is not there for anybody else.
OWN_INVITATION = row(302, 404, 404, 404, 404, 404, 200, 404)
# Who reads an RFQ: buyers, approvers, auditors, reviewers with a duty; an administrator sees no content.
RFQ_READERS = row(302, 200, 200, 200, 404, 200, 404, 404)
# Who reads what was made of the scores: a reviewer is told that it is for others.
RANKING_READERS = row(302, 200, 200, 403, 404, 200, 404, 404, spare=404)
# and who writes it: its readers are told that they may not.
RFQ_WRITERS = row(302, 200, 403, 403, 404, 403, 404, 404, spare=404)
# A vendor's entry in the registry is written by buyers and by its own people.
VENDOR_WRITERS = row(302, 200, 403, 403, 403, 403, 200, 404)
VENDOR_LEADS = VENDOR_WRITERS | {"colleague": 403}
# Open on purpose: what is there is in the link, or nobody's secret.
OPEN = row(200, 200, 200, 200, 200, 200, 200, 200)
# The administrator's own pages.
ADMINISTRATORS = row(302, 403, 403, 403, 200, 403, 404, 404)
# Contracts are read by buyers, approvers, auditors, and their owner.
CONTRACT_READERS = row(302, 200, 200, 404, 404, 200, 404, 404)
# and written by buyers and their owner.
CONTRACT_WRITERS = row(302, 200, 403, 404, 404, 403, 404, 404)

# Leads on to where it belongs, unless it is just that moment's turn.
LEADS_ON = row(302, 302, 302, 302, 302, 302, 302, 302, roleless=302)
# About a second factor that one has; nobody of the cast has any.
OWN_FACTOR = row(302, 404, 404, 404, 404, 404, 404, 404)
# The sign-in's own pages: about nobody, or about the person who is signed in.
SIGN_IN = row(200, 302, 302, 302, 302, 302, 302, 302, removed=200, roleless=302)
FORGOTTEN = OPEN

DOORS: dict[str, Answers] = {
    "account_change_password": ONESELF,
    "account_confirm_login_code": LEADS_ON,
    "account_inactive": OPEN,
    "account_login": SIGN_IN,
    "account_logout": ONESELF,
    "account_reauthenticate": ONESELF,
    "account_request_login_code": SIGN_IN,
    "account_reset_password": FORGOTTEN,
    "account_reset_password_done": FORGOTTEN,
    "account_reset_password_from_key": FORGOTTEN,
    "account_reset_password_from_key_done": FORGOTTEN,
    "accounts:home": row(302, 200, 200, 302, 302, 302, 302, 302, roleless=200),
    "accounts:join": OPEN,
    "accounts:organisation": ADMINISTRATORS,
    "accounts:profile": ONESELF,
    "accounts:sign_out_others": POSTED,
    "accounts:staff": row(302, 403, 403, 403, 200, 200, 404, 404),
    "accounts:staff_active": POSTED,
    "accounts:staff_invite": ADMINISTRATORS,
    "accounts:staff_member": row(302, 403, 403, 403, 200, 200, 404, 404),
    "accounts:staff_reissue": POSTED,
    "accounts:staff_revoke": POSTED,
    "admin:accounts_user_changelist": ADMINISTRATORS,
    "admin:app_list": row(302, 403, 403, 404, 200, 403, 404, 404),
    "admin:conflict": row(302, 403, 403, 200, 404, 403, 404, 404),
    "admin:declare": row(302, 403, 403, 405, 405, 403, 404, 404),
    "admin:index": row(302, 403, 403, 200, 200, 403, 404, 404),
    "admin:inquire": row(302, 403, 403, 405, 405, 403, 404, 404),
    "admin:jsi18n": row(302, 403, 403, 200, 200, 403, 404, 404),
    "admin:login": row(302, 403, 403, 302, 302, 403, 404, 404),
    "admin:logout": row(302, 403, 403, 405, 405, 403, 404, 404),
    "admin:rfqs_questionset_change": ADMINISTRATORS,
    "admin:rfqs_questionset_changelist": ADMINISTRATORS,
    "admin:score": row(302, 403, 403, 200, 404, 403, 404, 404),
    "admin:sheet": row(302, 403, 403, 200, 404, 403, 404, 404),
    "admin:sheet_done": row(302, 403, 403, 405, 405, 403, 404, 404),
    "audit:export": POSTED,
    "audit:list": row(302, 200, 200, 403, 403, 200, 404, 404),
    "clock": OPEN,
    "contracts:break_off": CONTRACT_WRITERS,
    "contracts:contract": CONTRACT_READERS,
    "contracts:draft": RFQ_WRITERS,
    "contracts:list": row(302, 200, 200, 403, 403, 200, 404, 404),
    "contracts:sign": CONTRACT_WRITERS,
    "contracts:term": CONTRACT_READERS,
    "dev:mail": OPEN,
    "enrol:invitation": OPEN,
    "enrol:renew": row(405, 405, 405, 405, 405, 405, 405, 405),
    "mfa_activate_totp": ONESELF,
    "mfa_add_webauthn": ONESELF,
    "mfa_authenticate": LEADS_ON,
    "mfa_deactivate_totp": OWN_FACTOR,
    "mfa_download_recovery_codes": OWN_FACTOR,
    "mfa_edit_webauthn": OWN_FACTOR,
    "mfa_generate_recovery_codes": ONESELF,
    "mfa_index": ONESELF,
    "mfa_list_webauthn": ONESELF,
    "mfa_login_webauthn": LEADS_ON,
    "mfa_reauthenticate": LEADS_ON,
    "mfa_reauthenticate_webauthn": LEADS_ON,
    "mfa_remove_webauthn": OWN_FACTOR,
    "mfa_view_recovery_codes": OWN_FACTOR,
    "notifications:again": POSTED,
    "notifications:list": row(302, 200, 403, 403, 403, 403, 404, 404),
    "quotes:answers": OWN_INVITATION,
    "quotes:ask": POSTED,
    "quotes:attachment": OWN_INVITATION,
    "quotes:check": OWN_INVITATION,
    "quotes:clarifications": OWN_INVITATION,
    "quotes:colleague": POSTED,
    "quotes:confirm_addendum": POSTED,
    "quotes:decline": POSTED,
    "quotes:fees": OWN_INVITATION,
    "quotes:file": OWN_INVITATION,
    "quotes:inquiry": OWN_INVITATION,
    "quotes:files": OWN_INVITATION,
    "quotes:invitation": OWN_INVITATION,
    "quotes:line": OWN_INVITATION,
    "quotes:new_line": OWN_INVITATION,
    "quotes:portal": row(302, 404, 404, 404, 404, 404, 200, 200),
    "quotes:prices": OWN_INVITATION,
    "quotes:read": OWN_INVITATION,
    "quotes:receipt_bundle": OWN_INVITATION,
    "quotes:receipt_json": OWN_INVITATION,
    "quotes:receipt_keys": OPEN,
    "quotes:receipt_keys_json": OPEN,
    "quotes:receipt_signature": OWN_INVITATION,
    "quotes:remove_file": POSTED,
    "quotes:remove_line": POSTED,
    "quotes:revision_json": OWN_INVITATION,
    "quotes:revision_print": OWN_INVITATION,
    "quotes:send": POSTED,
    "quotes:sent": OWN_INVITATION,
    "quotes:status": OWN_INVITATION,
    "quotes:take_back": POSTED,
    "quotes:terms": OWN_INVITATION,
    "quotes:withdraw": OWN_INVITATION,
    "quotes:workbook": OWN_INVITATION,
    "quotes:workbook_file": OWN_INVITATION,
    "rfqs:addendum": RFQ_WRITERS,
    "rfqs:addendum_attach": POSTED,
    "rfqs:addendum_discard": POSTED,
    "rfqs:addendum_drop": POSTED,
    "rfqs:addendum_forecast": RFQ_WRITERS,
    "rfqs:addendum_issue": POSTED,
    "rfqs:addendum_need": RFQ_WRITERS,
    "rfqs:addendum_weights": RFQ_WRITERS,
    "rfqs:answer": RFQ_WRITERS,
    "rfqs:cancel": RFQ_WRITERS,
    "rfqs:clarification": RFQ_WRITERS,
    "rfqs:clarifications": RFQ_READERS,
    "rfqs:copy": POSTED,
    "rfqs:demand": RFQ_READERS,
    "rfqs:demand_confirm": POSTED,
    "rfqs:detail": RFQ_READERS,
    "rfqs:estimate": RFQ_READERS,
    "rfqs:estimate_keep": POSTED,
    "rfqs:extend": RFQ_WRITERS,
    "rfqs:file": RFQ_READERS,
    "rfqs:file_remove": POSTED,
    "rfqs:files": RFQ_READERS,
    "rfqs:forecast": POSTED,
    "rfqs:live_preview": POSTED,
    "rfqs:levers": POSTED,
    "rfqs:levers_undo": POSTED,
    "rfqs:line": RFQ_READERS,
    "rfqs:line_add": RFQ_WRITERS,
    "rfqs:line_move": POSTED,
    "rfqs:line_remove": RFQ_WRITERS,
    "rfqs:list": row(302, 200, 200, 200, 403, 200, 404, 404),
    "rfqs:need": RFQ_READERS,
    "rfqs:new": row(302, 200, 403, 403, 403, 403, 404, 404),
    "rfqs:preview": RFQ_READERS,
    "rfqs:print": RFQ_READERS,
    "rfqs:publish": RFQ_READERS,
    "rfqs:question_refuse": RFQ_WRITERS,
    "rfqs:questions": RFQ_READERS,
    "rfqs:questions_until": POSTED,
    "rfqs:reset": POSTED,
    "rfqs:subject": RFQ_READERS,
    "rfqs:vendor_link": POSTED,
    "rfqs:vendor_mail": POSTED,
    "rfqs:vendor_remove": POSTED,
    "rfqs:vendors": RFQ_READERS,
    "rfqs:weights": RFQ_READERS,
    "rulebook:adopt": POSTED,
    "rulebook:begin": POSTED,
    "rulebook:discard": POSTED,
    "rulebook:field_add": POSTED,
    "rulebook:field_remove": POSTED,
    "rulebook:question": ADMINISTRATORS,
    "rulebook:set": ADMINISTRATORS,
    "rulebook:sets": ADMINISTRATORS,
    "scoring:add_reviewer": POSTED,
    "scoring:answers": RFQ_READERS,
    "scoring:answers_export": POSTED,
    "scoring:award": RFQ_READERS,
    "scoring:award_approve": POSTED,
    "scoring:award_close": POSTED,
    "scoring:award_return": POSTED,
    "scoring:contradictions": RFQ_READERS,
    "scoring:debrief": RANKING_READERS,
    "scoring:debrief_pdf": RANKING_READERS,
    "scoring:debriefs": RFQ_READERS,
    "scoring:debriefs_release": POSTED,
    "scoring:decisions": RFQ_READERS,
    "scoring:file": RFQ_READERS,
    "scoring:firmness": RFQ_READERS,
    "scoring:memo": RFQ_READERS,
    "scoring:memo_export": POSTED,
    "scoring:minutes": RFQ_READERS,
    "scoring:minutes_pdf": RFQ_READERS,
    "scoring:opening": RFQ_READERS,
    "scoring:opening_approve": POSTED,
    "scoring:opening_continue": POSTED,
    "scoring:lines": RFQ_READERS,
    "scoring:evidence": RFQ_READERS,
    "scoring:evidence_strike": POSTED,
    "scoring:panel": RFQ_READERS,
    "scoring:panel_release": POSTED,
    "scoring:panel_scores": RFQ_READERS,
    "scoring:panel_share": row(302, 200, 200, 200, 404, 403, 404, 404),
    "scoring:prices": RFQ_READERS,
    "scoring:prices_export": POSTED,
    "scoring:rank": POSTED,
    "scoring:ranking": RFQ_READERS,
    "scoring:ranking_export": POSTED,
    "scoring:register": row(302, 200, 200, 200, 200, 200, 404, 404),
    "scoring:reproduce": POSTED,
    "scoring:result": OWN_INVITATION,
    "scoring:result_pdf": OWN_INVITATION,
    "scoring:settle": POSTED,
    "scoring:simulation_cancel": POSTED,
    "scoring:simulation_reproduce": POSTED,
    "scoring:staffing": RFQ_READERS,
    "scoring:uncertainty": RFQ_READERS,
    "scoring:waiver_decide": POSTED,
    "scoring:waivers": RFQ_READERS,
    "scoring:vendor_memory": row(302, 200, 200, 403, 403, 200, 404, 404),
    "scoring:what_if_save": POSTED,
    "ui_components": OPEN,
    "vendors:archive": POSTED,
    "vendors:contact_active": POSTED,
    "vendors:contact_add": VENDOR_LEADS,
    "vendors:contact_edit": VENDOR_LEADS,
    "vendors:create": row(302, 200, 403, 403, 403, 403, 404, 404),
    "vendors:detail": row(302, 200, 200, 403, 403, 200, 302, 404),
    "vendors:edit": VENDOR_WRITERS,
    "vendors:list": row(302, 200, 200, 403, 403, 200, 404, 404),
    "vendors:own": row(302, 404, 404, 404, 404, 404, 200, 200),
    "vendors:paper_add": VENDOR_WRITERS,
    "vendors:paper_edit": VENDOR_WRITERS,
    "vendors:paper_file": row(302, 200, 200, 403, 403, 200, 200, 404),
    "vendors:paper_remove": POSTED,
    "vendors:reference_add": VENDOR_WRITERS,
    "vendors:reference_edit": VENDOR_WRITERS,
    "vendors:reference_remove": POSTED,
}

# States of an RFQ as the walk meets them; in a draft nobody has a duty yet, so reviewers are like the spare one.
STATES = ("draft", "open", "closed", "quality", "prices", "scored", "awarded", "cancelled")
OPENED = ("quality", "prices", "scored", "awarded")

# Pages that are there in these states only; in the others they are 404 to those who would have them.
ONLY_IN: dict[str, tuple[str, ...]] = {
    "rfqs:clarification": STATES[1:],  # a draft has neither questions nor answers
    "rfqs:question_refuse": STATES[1:],
    "scoring:debrief": ("awarded",),
    "scoring:debrief_pdf": ("awarded",),
    "quotes:inquiry": OPENED,
    "scoring:panel_share": STATES[1:],
    "scoring:file": OPENED,
    "scoring:minutes_pdf": OPENED,
    "scoring:result_pdf": ("awarded",),
}
