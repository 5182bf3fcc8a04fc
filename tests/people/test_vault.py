"""Encryption: what opens, what does not, and what two numbers have in common."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.people import telephones, vault

OLD = base64.urlsafe_b64encode(b"o" * 32).decode()
NEW = base64.urlsafe_b64encode(b"n" * 32).decode()


def test_a_data_key_opens_for_its_owner_only() -> None:
    key = vault.new_data_key()
    wrapped = vault.wrap(key, owner="a")
    assert len(key) == 32
    assert vault.unwrap(wrapped, owner="a") == key
    with pytest.raises(vault.VaultError, match="belongs to something else"):
        vault.unwrap(wrapped, owner="b")


def test_content_opens_with_its_key_for_its_owner_only() -> None:
    key = vault.new_data_key()
    hidden = vault.encrypt("张三".encode(), data_key=key, owner="a")
    assert "张三".encode() not in hidden
    assert vault.decrypt(hidden, data_key=key, owner="a") == "张三".encode()
    for wrong in ({"data_key": vault.new_data_key(), "owner": "a"}, {"data_key": key, "owner": "b"}):
        with pytest.raises(vault.VaultError):
            vault.decrypt(hidden, **wrong)  # type: ignore[arg-type]


def test_the_same_content_never_looks_the_same() -> None:
    key = vault.new_data_key()
    assert vault.encrypt(b"x", data_key=key, owner="a") != vault.encrypt(b"x", data_key=key, owner="a")


@given(st.data())
def test_any_flipped_bit_is_refused(data: st.DataObject) -> None:
    key = bytes(32)
    hidden = bytearray(vault.encrypt(b"content", data_key=key, owner="a"))
    place = data.draw(st.integers(0, len(hidden) - 1))
    hidden[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(vault.VaultError):
        vault.decrypt(bytes(hidden), data_key=key, owner="a")


def test_older_keys_open_and_the_first_one_wraps(settings) -> None:
    settings.HUIYIN_VAULT_KEYS = [OLD]
    wrapped, sealed = (vault.wrap(b"k" * 32, owner="a"), vault.seal(b"draft", purpose="p"))
    settings.HUIYIN_VAULT_KEYS = [NEW, OLD]
    assert vault.unwrap(wrapped, owner="a") == b"k" * 32
    assert vault.open_sealed(sealed, purpose="p") == b"draft"
    assert not vault.is_current(wrapped)
    assert vault.is_current(vault.wrap(b"k" * 32, owner="a"))
    settings.HUIYIN_VAULT_KEYS = [NEW]
    with pytest.raises(vault.VaultError, match="no vault key is named"):
        vault.unwrap(wrapped, owner="a")


@pytest.mark.parametrize(
    ("keys", "message"),
    [([], "is empty"), (["short"], "base64"), ([OLD[:-4]], "32 bytes, this one has"), (["汉" * 43], "base64")],
)
def test_keys_that_cannot_be_used_are_refused(settings, keys: list[str], message: str) -> None:
    settings.HUIYIN_VAULT_KEYS = keys
    with pytest.raises(vault.VaultError, match=message):
        vault.wrap(b"k" * 32, owner="a")


def test_a_key_may_come_without_padding() -> None:
    assert vault.decode_key(OLD.rstrip("=") + "\n") == b"o" * 32


def test_a_seal_opens_for_its_purpose_only() -> None:
    token = vault.seal(b"draft", purpose="filing")
    assert vault.open_sealed(token, purpose="filing") == b"draft"
    for broken, purpose in ((token, "rating"), (token[:-6], "filing"), ("", "filing"), ("x.y", "filing")):
        with pytest.raises(vault.VaultError):
            vault.open_sealed(broken, purpose=purpose)
    with pytest.raises(vault.VaultError, match=r"malformed|altered"):
        vault.open_sealed(token.split(".")[0] + ".汉", purpose="filing")


def test_a_seal_is_no_wrapped_key() -> None:
    with pytest.raises(vault.VaultError):
        vault.unwrap(vault.seal(b"k" * 32, purpose="a"), owner="a")


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("13800000000", "13800000000"),
        ("138 0000 0000", "13800000000"),
        ("+86 138-0000-0000", "13800000000"),
        ("008613800000000", "13800000000"),
        ("8613800000000", "13800000000"),
        ("１３８００００００００", "13800000000"),
        ("0531-86000000", "053186000000"),
        ("86000000", "86000000"),
        ("12345", "12345"),
        ("1234", ""),
        ("无", ""),
        ("", ""),
    ],
)
def test_numbers_are_brought_to_one_spelling(written: str, number: str) -> None:
    assert telephones.earlier_digits(written) == number


def test_the_hash_is_keyed_and_belongs_to_one_office(settings) -> None:
    one = vault.phone_hash("13800000000", office="x")
    assert one == vault.phone_hash("13800000000", office="x")
    assert one != vault.phone_hash("13800000000", office="y")
    assert one != vault.phone_hash("13800000001", office="x")
    settings.HUIYIN_LOOKUP_KEY = "another"
    assert one != vault.phone_hash("13800000000", office="x")
    settings.HUIYIN_LOOKUP_KEY = ""
    with pytest.raises(vault.VaultError, match="LOOKUP_KEY"):
        vault.phone_hash("13800000000", office="x")
