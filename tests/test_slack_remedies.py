"""Every error code that a message can meet: what the outbox is told, and what a person reads."""

from __future__ import annotations

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.errors import translated
from bot.chat.port import Postponed, Refused, Unclear

UNCERTAIN = "fatal_error internal_error service_unavailable"
LATER = "external_channel_migrating message_limit_exceeded rate_limited ratelimited request_timeout team_added_to_org"
OURS = (
    "invalid_arg_name invalid_arguments invalid_array_arg invalid_blocks invalid_blocks_format invalid_charset "
    "invalid_form_data invalid_metadata_format invalid_metadata_schema invalid_post_type markdown_text_conflict "
    "metadata_too_large missing_argument missing_post_type msg_blocks_too_long msg_too_long no_text "
    "too_many_attachments too_many_contact_cards"
)
FINAL = (
    "access_denied accesslimited account_inactive app_access_restricted cannot_dm_bot cant_update_message "
    "channel_not_found deprecated_endpoint edit_window_closed ekm_access_denied enterprise_is_restricted invalid_auth "
    "is_archived message_not_found messages_tab_disabled method_deprecated missing_scope no_permission "
    "not_allowed_token_type not_authed not_in_channel org_login_required restricted_action "
    "restricted_action_non_threadable_channel restricted_action_read_only_channel restricted_action_thread_locked "
    "restricted_action_thread_only_channel team_access_not_granted team_not_found thread_not_found token_expired "
    "token_revoked two_factor_setup_required user_disabled user_not_found user_not_visible"
)


def told(code: str, status: int = 200) -> Refused | Unclear:
    """As slack_sdk raises it."""
    answer = AsyncSlackResponse(
        client=AsyncWebClient(),
        http_verb="POST",
        api_url="https://slack.com/api/chat.postMessage",
        req_args={},
        data={"ok": False, "error": code},
        headers={},
        status_code=status,
    )
    error: SlackApiError = SlackApiError("refused", answer)  # type: ignore[no-untyped-call]
    return translated(error, "needlewise")


@pytest.mark.parametrize("code", UNCERTAIN.split())
def test_what_may_have_been_done_is_unclear(code: str) -> None:
    assert type(told(code)) is Unclear


@pytest.mark.parametrize("code", [*LATER.split(), *OURS.split()])
def test_what_was_surely_not_done_and_may_be_later_is_put_off(code: str) -> None:
    assert type(told(code)) is Postponed
    assert ("a fault of Needlewise" in str(told(code))) == (code in OURS.split())


@pytest.mark.parametrize("code", FINAL.split())
def test_what_stays_so_is_refused_in_words(code: str) -> None:
    assert type(told(code)) is Refused
    assert not str(told(code)).startswith("Slack refused:")


def test_an_outage_is_unclear_whatever_it_says() -> None:
    assert type(told("is_archived", 503)) is Unclear


def test_a_limit_without_its_wait_gets_one() -> None:
    limited = told("ratelimited", 429)
    assert isinstance(limited, Postponed)
    assert limited.wait is not None
    assert limited.wait.total_seconds() == 10
