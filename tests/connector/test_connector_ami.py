"""The manager interface: bytes as they arrive, hostile values (002-26)."""

import pytest
from pharma_connector.ami import Parser, write_action
from pharma_connector.commands import CommandError, _interface, _number

TEXT = (
    'Event: AgentCalled\r\nMemberName: Nguyễn Văn Ấn\r\nCallerIDName: 李\r\n\r\n'
    'Event: OriginateResponse\r\nResponse: Failure\r\nVariable: a=1\r\nVariable: b=2\r\n\r\n'
).encode()


@pytest.mark.parametrize('size', [1, 2, 3, 7, 10_000])
def test_bytes_in_any_pieces(size):
    """002-26: letters of two and three bytes survive being split over two reads."""
    parser, found = Parser(), []
    for start in range(0, len(TEXT), size):
        found += parser.feed(TEXT[start : start + size])
    assert [message['Event'] for message in found] == ['AgentCalled', 'OriginateResponse']
    assert found[0]['MemberName'] == 'Nguyễn Văn Ấn'
    assert found[0]['CallerIDName'] == '李'
    assert found[1]['Variable'] == 'a=1\nb=2'


@pytest.mark.parametrize('value', ['a\r\nAction: Command', 'a\nb', 'a\rb', 'a\0b'])
def test_line_breaks_are_refused(value):
    """002-26: no value begins another header or action."""
    with pytest.raises(ValueError, match='line break'):
        write_action([('Action', 'QueuePause'), ('Reason', value)])
    with pytest.raises(ValueError, match='line break'):
        write_action([('Action', 'Originate'), (value, '1')])


def test_values_with_colons_stay_whole():
    """002-26: only the first colon ends a header's name."""
    (message,) = Parser().feed(b'Event: X\r\nUri: sip:101@10.0.0.1:5060\r\n\r\n')
    assert message['Uri'] == 'sip:101@10.0.0.1:5060'


@pytest.mark.parametrize(('number', 'expected'), [
    ('+84 901 230 077', '+84901230077'),
    ('(028) 3822-1234', '02838221234'),
    ('*98#', '*98#'),
])  # fmt: skip
def test_numbers_that_are_dialled(number, expected):
    """000-40: as written on a record."""
    assert _number({'number': number}) == expected


@pytest.mark.parametrize('number', [
    '', None, '0901&PJSIP/evil', '1,1)System(id', '0901@trunk', '${SHELL(id)}', '1' * 40, '٣٤',
])  # fmt: skip
def test_numbers_that_are_not(number):
    """000-40: nothing that the dialplan would read as more than a number."""
    with pytest.raises(CommandError):
        _number({'number': number})


@pytest.mark.parametrize('interface', ['', None, '101', 'PJSIP/1&PJSIP/2', 'PJSIP/1,qB', 'A/${X}'])
def test_interfaces_that_are_none(interface):
    """000-40: one telephone, and no options."""
    with pytest.raises(CommandError):
        _interface({'interface': interface})
