from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from trueline.policies.cel import EvaluationError
from trueline.policies.cel.registry import ROOM_OF, function_named


def test_every_function_is_in_its_room() -> None:
    for name in ROOM_OF:
        function = function_named(name)
        assert function is not None
        assert set(function.style) <= set("fm")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'héllo'.charAt(1)", "é"),
        ("'abcabc'.indexOf('c', 3)", 5),
        ("'abcabc'.lastIndexOf('c', 4)", 2),
        ("['a', 'b'].join('-')", "a-b"),
        ("'ÀbC'.lowerAscii()", "Àbc"),
        ("'àbC'.upperAscii()", "àBC"),
        ("'aaa'.replace('a', 'b', 2)", "bba"),
        ("'a,b,c'.split(',', 2)", ["a", "b,c"]),
        ("'abc'.split('')", ["a", "b", "c"]),
        ("'abcdef'.substring(2, 4)", "cd"),
        ("' \\u00a0a\\n'.trim()", "a"),
        ("'abc'.reverse()", "cba"),
        ("[1, 2].reverse()", [2, 1]),
        ("size('é') + 'ab'.size() + size([1]) + size({'a': 1})", 5),
        ("'abc'.contains('b') && 'abc'.endsWith('c')", True),
        ("strings.quote('a\"\\n')", '"a\\"\\n"'),
        ("'%s has %d of %.1f%% %x %e %b'.format(['it', 3, 2.55, 255, 1.0, 5])", "it has 3 of 2.5% ff 1.000000e+00 101"),
        ("'%s'.format([{'b': [1, 2.0, null, true], 'a': duration('90s')}])", "{a: 90s, b: [1, 2, null, true]}"),
        ("[3, 1, 2].sort()", [1, 2, 3]),
        ("[{'n': 2}, {'n': 1}].sortBy(x, x.n).map(x, x.n)", [1, 2]),
        ("[1, [2, [3]]].flatten()", [1, 2, [3]]),
        ("[1, [2, [3]]].flatten(2)", [1, 2, 3]),
        ("[1, 2, 1.0, 'a'].distinct()", [1, 2, "a"]),
        ("['b', 'a', 'b'].distinct()", ["b", "a"]),
        ("[1, 2, 3, 4].slice(1, 3)", [2, 3]),
        ("lists.range(3)", [0, 1, 2]),
        ("[1, 2].first().value() + [1, 2].last().value()", 3),
        ("[].first().hasValue()", False),
        ("sets.contains([1, 2], [2]) && sets.intersects([1], [1.0]) && sets.equivalent([1, 1], [1])", True),
        ("math.greatest(1, 2.5, 2) + math.least([3, 1])", 3.5),
        ("math.round(-2.5)", -3.0),
        ("math.ceil(1.2) + math.floor(-1.2) + math.trunc(-1.7)", -1.0),
        ("math.abs(-3) + math.sign(-2) + math.bitAnd(6, 3)", 4),
        ("base64.decode(base64.encode(b'hi'))", b"hi"),
        ("int('42') + int(3.9) + int(7u)", 52),
        ("int(timestamp('1970-01-02T00:00:00Z'))", 86400),
        ("double('1.5') + double(1)", 2.5),
        ("bool('True')", True),
        ("string(1.0) + string(true) + string(b'x') + string(1u)", "1truex1"),
        ("string(duration('1h30m0.5s'))", "5400.5s"),
        ("string(timestamp('2026-02-03T04:05:06.7+01:00'))", "2026-02-03T03:05:06.7Z"),
        ("type(1) == int && type('a') == string && type(type(1)) == type", True),
        ("type(now) == google.protobuf.Timestamp", True),
        ("now.getFullYear() * 100 + now.getMonth()", 202610),
        ("now.getDayOfWeek() + now.getDate() + now.getDayOfMonth() + now.getDayOfYear()", 1 + 23 + 22 + 326),
        ("now.getHours('+05:30') * 100 + now.getMinutes('+05:30')", 630),
        ("now.getHours('America/New_York')", 20),
        ("duration('3h25m45.5s').getMinutes()", 205),
        ("now + prometheus_duration('1d12h') == timestamp('2026-11-24T13:00:00Z')", True),
        ("'abc123'.matches('[0-9]+$') && matches('a', '^a$')", True),
        ("'a\\n'.matches('^a$')", False),
        ("'a1b22'.find('[0-9]+') + 'a1b22'.findAll('[0-9]+').join('')", "1122"),
        ("'a1b22'.findAll('[0-9]+', 1)", ["1"]),
        ("glob('registry.example.com/team/app', '*.example.com/**')", True),
        ("json('{\"a\": [1, null]}').a[0]", 1),
        ("image('nginx').name + ' ' + image('nginx').registry", "library/nginx docker.io"),
        ("has(image('nginx').tag)", False),
        ("cron('*/15 9-17 * * mon-fri').shortest == duration('15m')", True),
        ("cron('@daily').hours", [0]),
        ("optional.of(1).optMap(x, x + 1).orValue(0)", 2),
        ("optional.none().orValue(5)", 5),
        ("optional.ofNonZeroValue('').hasValue()", False),
        ("written('') || written({'a': ''}.?a) || written({}.?a)", False),
        ("written('a') && written({'a': 'b'}.?a) && written(0)", True),
        ("optional.none().or(optional.of(3)).value()", 3),
        ("{'a': {'b': 1}}.?a.?b.orValue(0) + {'a': 1}[?'x'].orValue(10)", 11),
        ("{'a': {}}.?a.optFlatMap(x, x.?b).hasValue()", False),
        ("[?optional.none(), 1]", [1]),
        ("{?'a': optional.of(1), ?'b': optional.none()}", {"a": 1}),
        ("optional.of(1).orValue(1 / 0)", 1),
        ("{'a': 1, 'b': 2}.transformMap(k, v, v > 1, v * 2)", {"b": 4}),
        ("[5, 6].transformList(i, v, i + v)", [5, 7]),
        ("{'a': 'b'}.transformMapEntry(k, v, {v: k})", {"b": "a"}),
        ("{'a': 1, 'b': 2}.exists(k, v, k == 'b' && v == 2)", True),
        ("cel.bind(x, 2, x * x)", 4),
        ("cidr('10.0.0.0/8').containsIP('10.1.2.3') && !cidr('10.0.0.0/8').containsIP(ip('11.0.0.1'))", True),
        ("cidr('10.0.0.0/8').containsCIDR(cidr('10.1.0.0/16'))", True),
        ("string(cidr('10.1.2.3/8').masked()) + ' ' + string(cidr('10.1.2.3/8').ip())", "10.0.0.0/8 10.1.2.3"),
        ("cidr('::/0').prefixLength() + ip('::1').family()", 6),
        ("isIP('1.2.3.4') && !isIP('1.2.3') && isCIDR('1.2.3.0/24') && !isCIDR('1.2.3.4')", True),
        (
            "ip('127.0.0.1').isLoopback() && ip('169.254.1.1').isLinkLocalUnicast() && ip('0.0.0.0').isUnspecified()",
            True,
        ),
        ("quantity('1Gi').isGreaterThan(quantity('1G')) && quantity('500m').isLessThan(quantity('1'))", True),
        ("quantity('1.5Gi').asInteger()", 1610612736),
        ("quantity('100m').add(quantity('200m')).asApproximateFloat()", 0.3),
        ("quantity(2).compareTo(quantity('2000m')) + quantity('-1').sign()", -1),
        ("semver('1.10.0').isGreaterThan(semver('1.9.0')) && semver('1.0.0-rc.1').isLessThan(semver('1.0.0'))", True),
        ("semver('v1.2', true).minor() + semver('3.0.0').major()", 5),
        ("isSemver('1.2.3') && !isSemver('1.2') && isQuantity('10Mi') && !isQuantity('10 Mi')", True),
        ("url('https://me@example.com:8443/a/b?x=1&x=2').getHostname()", "example.com"),
        ("url('https://example.com:8443/a?x=1&x=2').getQuery().x.join('') + url('http://a:1/').getPort()", "121"),
        ("isURL('https://example.com') && !isURL('example.com')", True),
    ],
)
def test_function(evaluate, text, expected) -> None:
    assert expected == evaluate(text, now=datetime(2026, 11, 23, 1, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("'abc'.charAt(4)", "position 4 is out of a text of 3"),
        ("'abc'.substring(2, 1)", "no characters 2 to 1 in a text of 3"),
        ("[1, 'a'].sort()", "a list is sorted by numbers, texts, times or booleans, all of one kind"),
        ("['a', dyn(1)].join()", "join() takes a list of texts, not of int"),
        ("int('4x')", "no whole number: '4x'"),
        ("int(1e30)", "the number is out of range"),
        ("double('')", "no number: ''"),
        ("timestamp('2026-02-30T00:00:00Z')", "no such time: '2026-02-30T00:00:00Z'"),
        ("timestamp('2026-02-03')", "no time as RFC 3339 has it: '2026-02-03'"),
        ("duration('1 hour')", "no duration: '1 hour'"),
        ("timestamp('2026-01-01T00:00:00Z').getHours('Mars/Olympus')", "there is no time zone 'Mars/Olympus'"),
        ("json('{')", "no JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ("statements('[1]')", "a statement of a policy is a map"),
        ("image('a b')", "no image reference: 'a b'"),
        ("cron('* * *')", "no cron schedule, it has five fields: '* * *'"),
        ("ip('fe80::1%eth0')", "an address with a zone: 'fe80::1%eth0'"),
        ("cidr('10.0.0.0')", "no address range: '10.0.0.0'"),
        ("quantity('1Q')", "no quantity: '1Q'"),
        ("quantity('1m').asInteger()", "the quantity 0.001 is no integer"),
        ("semver('1')", "no semantic version: '1'"),
        ("url('nowhere')", "no absolute URL: 'nowhere'"),
        ("optional.none().value()", "there is no value; ask with hasValue() or orValue()"),
        ("'%d'.format(['a'])", "'%d' does not take string"),
        ("'%s'.format([])", "format() needs a value number 1"),
        ("'a'.matches(dyn('('))", "this pattern is not valid: a group is not closed"),
        ("base64.decode('a')", "no base64"),
        ("lists.range(2)[1].orValue(1)", "orValue() follows an optional value (.?field, [?key]), not int"),
        ("{'a': 1, 'a': 2}", "this map has the key 'a' twice"),
    ],
)
def test_function_refuses(evaluate, text, message) -> None:
    with pytest.raises(EvaluationError) as caught:
        evaluate(f"dyn({text}) != 0" if "'a': 1, 'a'" not in text else text)

    assert message == caught.value.message
    assert caught.value.start >= 0


def test_durations_are_python_values(evaluate) -> None:
    assert evaluate("duration('1h') + duration('-30m')") == timedelta(minutes=30)
