import { Template } from '@huggingface/jinja'
import { expect, test, vi } from 'vitest'
import { usualTemplates } from '../../../test/chatTemplates.ts'
import { judgeTemplate } from './judgeTemplate.ts'

// The work is bounded in steps; how long they take depends on what else the machine does.
vi.setConfig({ testTimeout: 60_000 })

test.each(Object.entries(usualTemplates))('the template of %s passes', (_, source) => {
  expect(judgeTemplate(source)).toBeUndefined()
})

const loops = (count: number, over: string, inside = '.') =>
  Array.from({ length: count }, (_, index) => `{% for v${index} in ${over} %}`).join('') +
  inside +
  '{% endfor %}'.repeat(count)
const chain = (length: number, line: (index: number) => string) =>
  Array.from({ length }, (_, index) => line(index)).join('')

test.each<[string, string, RegExp]>([
  ['counts to a large number', '{% for i in range(1000000000) %}.{% endfor %}', /counts/],
  ['counts to a power', '{% for i in range(10 ** 9) %}.{% endfor %}', /counts/],
  ['counts to a product', '{% for i in range(messages|length * messages|length) %}.{% endfor %}', /counts/],
  ['counts to what is divided by nothing', '{% for i in range(1 // 0) %}.{% endfor %}', /counts/],
  ['counts in steps of nearly nothing', '{% for i in range(0, 9, 0.0000001) %}.{% endfor %}', /counts/],
  ['counts to a number it was given', '{% for i in range(n) %}.{% endfor %}', /counts/],
  ['counts to what a message says', '{% for i in range(messages[0].content|int) %}.{% endfor %}', /counts/],
  ['counts without a loop', '{{ range(1000000000)|length }}', /counts/],
  ['counts to a name', '{% set n = 1000000000 %}{% for i in range(n) %}.{% endfor %}', /counts/],
  [
    'counts to a name that is set twice',
    '{% set n = 1 %}{% if x %}{% set n = 1000000 %}{% endif %}{{ range(n) }}',
    /counts/,
  ],
  [
    'counts to an attribute',
    '{% set ns = namespace(n=1) %}{% set ns.n = ns.n * 1000 %}{{ range(ns.n) }}',
    /counts/,
  ],
  [
    'counts to a number that doubles',
    '{% set ns = namespace(n=1) %}{% for m in messages %}{% set ns.n = ns.n + ns.n %}{% endfor %}{{ range(ns.n) }}',
    /doubles/,
  ],
  ['counts in a macro', '{% macro f(n) %}{{ range(n) }}{% endmacro %}{{ f(1000000) }}', /counts/],
  ['calls a counter by another name', '{% set r = range %}{{ r(1000000000) }}', /hands "range" on/],
  ['multiplies short counts', loops(3, 'range(100)'), /statements/],
  ['multiplies lists', loops(6, '[1,2,3,4,5,6,7,8]'), /statements/],
  [
    'multiplies a list by name',
    `{% set xs = [1,2,3,4,5,6,7,8] %}{% set ys = xs + xs + xs + xs + xs + xs + xs + xs %}{% set zs = ys + ys + ys + ys + ys + ys + ys + ys %}${loops(2, 'zs')}`,
    /statements/,
  ],
  ['goes over all messages for each two of them', loops(3, 'messages'), /conversation .* 3 deep/],
  [
    'goes over all messages by way of a part of one',
    '{% for m in messages %}{% set m = messages %}{% for a in m %}{% for b in m %}.{% endfor %}{% endfor %}{% endfor %}',
    /conversation/,
  ],
  [
    'goes over all messages in a macro',
    `{% macro f(xs) %}${loops(2, 'xs')}{% endmacro %}{% for m in messages %}{{ f(messages) }}{% endfor %}`,
    /conversation/,
  ],
  [
    'goes over all messages by way of a default',
    '{% for m in messages %}{% for a in m.x|default(messages) %}{% for b in messages %}.{% endfor %}{% endfor %}{% endfor %}',
    /conversation/,
  ],
  [
    'goes over one long message for each two of its parts',
    '{% for m in messages %}{% for a in m.x %}{% for b in m.x %}{% for c in m.x %}.{% endfor %}{% endfor %}{% endfor %}{% endfor %}',
    /conversation/,
  ],
  [
    'goes over all messages as an item of a list',
    `{% for m in [messages] %}${loops(3, 'm')}{% endfor %}`,
    /conversation/,
  ],
  [
    'goes over all messages to choose one',
    `{% macro f(xs) %}${loops(2, 'xs')}{% endmacro %}{% for m in messages if f(messages) %}.{% endfor %}`,
    /conversation/,
  ],
  [
    'calls itself for a default',
    '{% macro f(x=f()) %}{{ x }}{% endmacro %}{{ f() }}',
    /comes back to itself/,
  ],
  ['counts for a default', '{% macro f(x=range(1000000)) %}.{% endmacro %}{{ f() }}', /counts/],
  [
    'nests loops without end',
    `{% for v in messages %}${chain(6, (index) => `{% for v${index} in v %}`)}.${'{% endfor %}'.repeat(7)}`,
    /inside one another, 7 deep/,
  ],
  ['calls itself', '{% macro f(x) %}{{ f(x) }}{% endmacro %}{{ f(1) }}', /comes back to itself/],
  [
    'calls itself by way of another',
    '{% macro f(x) %}{{ g(x) }}{% endmacro %}{% macro g(x) %}{{ f(x) }}{% endmacro %}{{ f(1) }}',
    /comes back to itself/,
  ],
  ['gives itself to itself', '{% macro f(x) %}{{ x(x) }}{% endmacro %}{{ f(f) }}', /hands "f" on/],
  [
    'calls back',
    '{% macro f() %}{{ caller() }}{% endmacro %}{% call f() %}{% call f() %}.{% endcall %}{% endcall %}',
    /comes back to itself/,
  ],
  [
    'multiplies macros',
    `${chain(40, (index) => `{% macro f${index}() %}{% set x = f${index + 1}() %}{% set x = f${index + 1}() %}{% endmacro %}`)}{{ f0() }}`,
    /statements/,
  ],
  [
    'doubles a text with each message',
    "{% set ns = namespace(s='x') %}{% for m in messages %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
    /doubles/,
  ],
  [
    'grows two texts by one another',
    '{% for m in messages %}{% set a = a ~ b %}{% set b = b ~ a %}{% endfor %}',
    /doubles/,
  ],
  [
    'doubles by way of a namespace under another name',
    "{% set ns = namespace(s='x') %}{% set o = ns %}{% set k = 's' %}{% for m in messages %}{% set ns.s = ns.s ~ o[k] %}{% endfor %}",
    /doubles/,
  ],
  [
    'doubles in a macro',
    '{% macro f(x) %}{{ x }}{{ x }}{% endmacro %}{% for m in messages %}{% set s = f(s) %}{% endfor %}',
    /doubles/,
  ],
  [
    'doubles with each line',
    `{% set s0 = messages[0].content %}${chain(40, (index) => `{% set s${index + 1} = s${index} ~ s${index} %}`)}{{ s40 }}`,
    /repeats/,
  ],
  [
    'doubles its own words with each line',
    `{% set s0 = 'xxxxxxxx' %}${chain(40, (index) => `{% set s${index + 1} = s${index} ~ s${index} %}`)}{{ s40 }}`,
    /repeats/,
  ],
  [
    'doubles a list of numbers',
    `{% set s0 = [1] %}${chain(40, (index) => `{% set s${index + 1} = s${index} + s${index} %}`)}`,
    /repeats/,
  ],
  [
    'replaces a character by many, again and again',
    `{{ messages[0].content${".replace('a', 'aaaaaaaaaaaaaaaaaaaaaaaa')".repeat(4)} }}`,
    /repeats/,
  ],
  [
    'replaces by a filter',
    `{{ messages[0].content${"|replace('a', 'aaaaaaaaaaaaaaaaaaaaaaaa')".repeat(4)} }}`,
    /repeats/,
  ],
  [
    'replaces by what it was given, twice',
    "{{ x.replace('a', messages[0].content).replace('b', messages[0].content) }}",
    /repeats/,
  ],
  ['joins by many', `{{ messages${"|join('aaaaaaaaaaaaaaaaaaaaaaaa')".repeat(4)} }}`, /repeats/],
  ['escapes again and again', `{{ messages${'|tojson'.repeat(20)} }}`, /repeats/],
  [
    'writes a long text often',
    `{% set s = '${'x'.repeat(60_000)}' %}{% for i in range(1000) %}{{ s }}{% endfor %}`,
    /repeats/,
  ],
  ['indents by much', '{{ messages[0].content|indent(1000000000) }}', /indents/],
  ['indents by a name', '{% set n = 1000000000 %}{{ messages|tojson(indent=n) }}', /indents/],
  ['indents by a sum', '{{ messages[0].content|indent(width=900 + 900) }}', /indents/],
  [
    'sets an attribute whose name is not written',
    '{% set ns = namespace() %}{% set ns[messages[0].role] = 1 %}',
    /name is not written/,
  ],
  [
    'makes a namespace out of what it was given',
    '{% set ns = namespace(messages[0]) %}',
    /not written in it/,
  ],
  ['cannot be read', '{% for m in messages %}', /cannot be read/],
  ['is not a template', '{{ 1 +', /cannot be read/],
  ['nests', `{{ ${'('.repeat(200)}1${')'.repeat(200)} }}`, /nests deeper/],
  ['nests until the parser gives up', `{{ ${'('.repeat(30_000)}1${')'.repeat(30_000)} }}`, /nests deeper/],
  ['is long', 'x'.repeat(131_073), /characters/],
  ['has much white space', `{{ 1 }}${' '.repeat(1025)}{{ 2 }}`, /white space/],
  [
    'leads from name to name',
    `${chain(1200, (index) => `{% set v${index} = v${index + 1} %}`)}{% for i in range(v0) %}.{% endfor %}`,
    /counts|leads from name/,
  ],
])('a template that %s is refused', (_, source, message) => {
  expect(judgeTemplate(source)).toMatchObject({
    severity: 'refuse',
    message: expect.stringMatching(message),
  })
})

test.each([
  ['counts the messages', '{% for i in range(messages|length - 1) %}{{ messages[i].content }}{% endfor %}'],
  ['counts to ten', '{% for i in range(10) %}{{ i }}{% endfor %}'],
  [
    'counts up by one',
    '{% set ns = namespace(n=0) %}{% for m in messages %}{% set ns.n = ns.n + 1 %}{% endfor %}{{ range(ns.n)|length }}',
  ],
  [
    'goes over parts of messages, three deep',
    '{% for m in messages %}{% for c in m.calls %}{% for a in c.args %}{{ a }}{% endfor %}{% endfor %}{% endfor %}',
  ],
  ['replaces one character by one', `{{ messages[0].content${".replace('a', 'b')".repeat(20)} }}`],
  ['calls a macro with a block', '{% macro f() %}{{ caller() }}{% endmacro %}{% call f() %}.{% endcall %}'],
])('a template that %s passes', (_, source) => {
  expect(judgeTemplate(source)).toBeUndefined()
})

test('the usual templates are written so that the engine runs them', () => {
  const messages = (parts: boolean) =>
    ['user', 'assistant'].map((role) => ({
      role,
      content: parts ? [{ type: 'text', text: 'Kia ora' }] : 'Kia ora',
    }))
  for (const [name, source] of Object.entries(usualTemplates)) {
    const given = { messages: messages(name.includes('parts')), tools: [], bos_token: '', eos_token: '' }
    expect([name, new Template(source).render(given)]).toEqual([name, expect.stringContaining('Kia ora')])
  }
})

const eachMessage = (inside: string) => `{% for m in messages %}${inside}{% endfor %}`
const twoHundred = Array.from({ length: 200 }, (_, index) => index)
const list = `[${twoHundred.join()}]`

test.each([
  ['a sign', '-10'],
  ['one number or another', '(1 if x else 5)'],
  ['the turn of a loop', 'loop.index0'],
  ['a part of a number of messages', 'messages|length // 2'],
  ['what is left of it', '(messages|length % 5) * 5'],
  ['a number of messages and one', 'messages|length + 1'],
  ['one and a number of messages', '1 + messages|length'],
  ['a small sum', '500 + 500'],
  ['a small difference', '500 - 500'],
  ['a small product', '30 * 30'],
])('may count up to %s', (_, bound) => {
  expect(judgeTemplate(eachMessage(`{{ range(${bound}) }}`))).toBeUndefined()
})

test.each([
  ['one number or a large one', '(1 if x else 100000)'],
  ['a large number or one', '(100000 if x else 1)'],
  ['what a message has in place of a turn', 'm.index0'],
  ['what is under a name that is not written', 'loop[m.role]'],
  ['what another filter gives', 'messages|int'],
  ['a part by a number of messages', '5 // messages|length'],
  ['a part by a name', '5 // n'],
  ['a part of what nothing bounds', 'n // 5'],
  ['what is left of what nothing bounds', 'n % 5'],
  ['what is left by what nothing bounds', '5 % n'],
  ['a large sum', '600 + 500'],
  ['a large difference', '600 - 500'],
  ['a large product', '40 * 40'],
  ['a sum with what nothing bounds', '1 + n'],
  ['a sum of what nothing bounds', 'n + 1'],
  ['messages times five', 'messages|length * 5'],
  ['five times messages', '5 * messages|length'],
  ['words', "'5'"],
  ['a list', '[5]'],
])('may not count up to %s', (_, bound) => {
  expect(judgeTemplate(eachMessage(`{{ range(${bound}) }}`))?.message).toContain('counts (range)')
})

test.each<[string, string, boolean]>([
  ['a name', '{% set n = 5 %}{{ range(n) }}', true],
  ['the larger of two, and more', '{% set n = 900 %}{% set n = 1 %}{{ range(n + 200) }}', false],
  ['the larger of two, the other way round', '{% set n = 1 %}{% set n = 900 %}{{ range(n + 200) }}', false],
  ['a number or messages, times five', '{% set n = 2 %}{% set n = m|length %}{{ range(n * 5) }}', false],
  ['messages or a number, times five', '{% set n = m|length %}{% set n = 2 %}{{ range(n * 5) }}', false],
  ['a number or messages', '{% set n = m|length %}{% set n = 2 %}{{ range(n) }}', true],
  ['a text', '{% set n %}5{% endset %}{{ range(n) }}', false],
  ['a loop that is none', '{% set loop = m %}{{ range(loop.index) }}', false],
  ['an attribute', '{% set ns = namespace(n=5) %}{{ range(ns.n) }}', true],
  ['an attribute of a written group', "{% set ns = namespace({'n': 5}) %}{{ range(ns.n) }}", true],
  ['an attribute by its name in quotes', "{% set ns = namespace(n=5) %}{{ range(ns['n']) }}", true],
  ['a large attribute of a written group', "{% set ns = namespace({'n': 5000}) %}{{ range(ns.n) }}", false],
  ['an attribute that is set later', '{% set ns = namespace() %}{% set ns.n = 5 %}{{ range(ns.n) }}', true],
  ['an argument', '{% macro f(n) %}{{ range(n) }}{% endmacro %}{{ f(5) }}', true],
  ['an argument by its name', '{% macro f(n) %}{{ range(n) }}{% endmacro %}{{ f(n=5) }}', true],
  ['a large argument by its name', '{% macro f(n) %}{{ range(n) }}{% endmacro %}{{ f(n=5000) }}', false],
  ['a default', '{% macro f(n=5) %}{{ range(n) }}{% endmacro %}{{ f() }}', true],
  ['a large default', '{% macro f(n=5000) %}{{ range(n) }}{% endmacro %}{{ f() }}', false],
  ['the second of two arguments', '{% macro f(a, n) %}{{ range(n) }}{% endmacro %}{{ f(m, 5) }}', true],
])('counts up to %s (%#)', (_, source, passes) => {
  const message = judgeTemplate(source)?.message
  expect(message === undefined).toBe(passes)
  if (!passes) expect(message).toContain('counts (range)')
})

const far = '{{ range(1000000) }}'
const writer = '{% macro f() %}{{ caller() }}{% endmacro %}'
test.each([
  ['a condition', '{% if range(1000000) %}.{% endif %}'],
  ['a branch', `{% if x %}${far}{% endif %}`],
  ['another branch', `{% if x %}.{% else %}${far}{% endif %}`],
  ['the condition of another branch', '{% if x %}.{% elif range(1000000) %}.{% endif %}'],
  ['a loop', eachMessage(far)],
  ['what stands for an empty loop', `{% for m in messages %}.{% else %}${far}{% endfor %}`],
  ['what is looped over', '{% for i in range(1000000) %}.{% endfor %}'],
  ['what chooses the items', '{% for m in messages if range(1000000) %}.{% endfor %}'],
  ['a value', '{% set x = range(1000000) %}'],
  ['a block that is set', `{% set x %}${far}{% endset %}`],
  ['a block that is filtered', `{% filter upper %}${far}{% endfilter %}`],
  ['an argument of a filter', '{% filter replace("a", range(1000000)) %}.{% endfilter %}'],
  ['a macro that is called', `{% macro f() %}${far}{% endmacro %}{{ f() }}`],
  ['a second macro of a name', `{% macro f() %}.{% endmacro %}{% macro f() %}${far}{% endmacro %}{{ f() }}`],
  ['a default', '{% macro f(x=range(1000000)) %}.{% endmacro %}{{ f() }}'],
  ['the block of a call', `${writer}{% call f() %}${far}{% endcall %}`],
  ['an argument of a call', `${writer}{% call f(range(1000000)) %}.{% endcall %}`],
  ['an argument of an argument', '{{ f(g(x, h(range(1000000)))) }}'],
  ['a list', '{{ [1, range(1000000)] }}'],
  ['a group', '{{ {"a": range(1000000)} }}'],
  ['the key of a group', '{{ {range(1000000): 1} }}'],
  ['a test', '{{ range(1000000) is defined }}'],
  ['what is negated', '{{ not range(1000000) }}'],
  ['a slice', '{{ messages[range(1000000):] }}'],
])('counting is found in %s', (_, source) => {
  expect(judgeTemplate(source)?.message).toContain('counts (range)')
})

test('a macro that nobody calls is not carried out', () => {
  expect(judgeTemplate(`{% macro f() %}${far}{% endmacro %}.`)).toBeUndefined()
})

test.each([
  ['a parameter', '{% macro f(range) %}.{% endmacro %}{{ f(1) }}'],
  ['a parameter with a default', '{% macro f(range=1) %}.{% endmacro %}{{ f() }}'],
  ['a parameter of a block', `${writer}{% call(range) f() %}.{% endcall %}`],
  ['an argument', '{{ f(range=1) }}'],
  ['an attribute', '{{ m.range }}'],
  ['a test', '{{ x is range }}'],
  ['what is asked for', '{{ range is defined }}'],
  ['a filter', '{{ x|range }}'],
  ['a filter of a block', '{% filter range %}.{% endfilter %}'],
  ['a filter with arguments', '{{ x|range(1) }}'],
  ['what is set', '{% set range = 1 %}'],
  ['an item', '{% for range in messages %}.{% endfor %}'],
])('a watched name may be that of %s', (_, source) => {
  expect(judgeTemplate(source)).toBeUndefined()
})

test.each([
  ['what is written', '{{ range }}'],
  ['an argument', '{{ f(range) }}'],
  ['an argument by its name', '{{ f(x=range) }}'],
  ['an argument of a filter', '{{ x|map(range) }}'],
  ['an argument of a filter of a block', '{% filter map(range) %}.{% endfilter %}'],
  ['a default', '{% macro f(x=range) %}.{% endmacro %}'],
  ['a value', '{% set x = range %}'],
  ['what is looped over', '{% for x in range %}.{% endfor %}'],
  ['one of several that are set', '{% for a, range in x %}.{% endfor %}'],
  ['an attribute whose name is not written', '{{ x[range] }}'],
  ['what has an attribute', '{{ range.x }}'],
  ['an item of a list', '{{ [range] }}'],
  ['a condition', '{% if range %}.{% endif %}'],
  ['an operand', '{{ 1 + range }}'],
  ['what is filtered', '{{ range|list }}'],
])('a watched function may not be %s', (_, source) => {
  expect(judgeTemplate(source)?.message).toBe(
    'has a chat template that hands "range" on, so that what it calls cannot be told',
  )
})

test('what is handed on is told by the beginning of its name', () => {
  const name = 'f'.repeat(200)
  expect(judgeTemplate(`{% macro ${name}() %}.{% endmacro %}{{ x(${name}) }}`)?.message).toBe(
    `has a chat template that hands "${'f'.repeat(100)}" on, so that what it calls cannot be told`,
  )
  expect(judgeTemplate(`{% macro ${name}() %}{{ ${name}() }}{% endmacro %}{{ ${name}() }}`)?.message).toBe(
    `has a chat template that has the macro "${'f'.repeat(100)}", which comes back to itself`,
  )
  expect(judgeTemplate(eachMessage(`{% set ${name} = ${name} ~ ${name} %}`))?.message).toBe(
    `has a chat template that makes "${'f'.repeat(100)}" of itself more than once, so that it doubles every time`,
  )
})

test.each([
  ['an item of a list', '{% for x in [s] %}{% set s = x ~ x %}{% endfor %}'],
  ['an item that is chosen', '{% for x in [s] if x %}{% set s = x ~ x %}{% endfor %}'],
  ['one of the parts of an item', '{% for a, b in [[s, s]] %}{% set s = a ~ b %}{% endfor %}'],
  ['a default', '{% macro f(x=s) %}{% set s = x ~ x %}{% endmacro %}{{ f() }}'],
  ['an argument', '{% macro f(x) %}{% set s = x ~ x %}{% endmacro %}{{ f(s) }}'],
  ['an argument by its name', '{% macro f(x) %}{% set s = x ~ x %}{% endmacro %}{{ f(x=s) }}'],
  ['one of many arguments', '{% macro f() %}{% set s = varargs ~ varargs %}{% endmacro %}{{ f(s) }}'],
  ['one of many by name', '{% macro f() %}{% set s = kwargs ~ kwargs %}{% endmacro %}{{ f(x=s) }}'],
  ['arguments that are spread', '{% macro f(x) %}{% set s = x ~ x %}{% endmacro %}{{ f(*[s]) }}'],
  [
    'what a second macro writes',
    '{% macro f() %}.{% endmacro %}{% macro f() %}{{ s }}{{ s }}{% endmacro %}{% set s = f() %}',
  ],
  ['an attribute of a written group', "{% set ns = namespace({'a': s}) %}{% set s = ns.a ~ ns.a %}"],
  ['an attribute', '{% set ns = namespace(a=s) %}{% set s = ns.a ~ ns.a %}'],
  ['a function that is not known', '{% set s = f(s, s) %}'],
  ['what a function gives', '{% set s = f()(s, s) %}'],
  ['a method that is not known', '{% set s = s.f(s) %}'],
  ['a method whose name is not written', '{% set s = s[m.role](s) %}'],
  ['one side', '{% set s = x and (s ~ s) %}'],
  ['the other side', '{% set s = (s ~ s) or x %}'],
  ['one case', '{% set s = (s ~ s) if x else s %}'],
  ['the other case', '{% set s = s if x else (s ~ s) %}'],
  ['the only case', '{% set s = (s ~ s) if x %}'],
  ['a branch', '{% set s %}{% if x %}{{ s }}{{ s }}{% endif %}{% endset %}'],
  ['another branch', '{% set s %}{% if x %}.{% else %}{{ s }}{{ s }}{% endif %}{% endset %}'],
  ['a loop', '{% set s %}{% for x in [1, 2] %}{{ s }}{% endfor %}{% endset %}'],
  [
    'what stands for an empty loop',
    '{% set s %}{% for x in y %}.{% else %}{{ s }}{{ s }}{% endfor %}{% endset %}',
  ],
  ['a block that is filtered', '{% set s %}{% filter upper %}{{ s }}{{ s }}{% endfilter %}{% endset %}'],
  [
    'a block that calls',
    '{% macro f() %}{{ s }}{{ s }}{% endmacro %}{% set s %}{% call f() %}.{% endcall %}{% endset %}',
  ],
  ['a list, which is written with its marks', '{% set s = [s] %}'],
  ['a tuple', '{% set s = (s, 1) %}'],
  ['a group', '{% set s = {"a": s} %}'],
  ['the keys of a group', '{% set s = {s: 1} %}'],
  ['a filter that escapes', '{% set s = s|tojson %}'],
  ['a filter that makes text', '{% set s = s|string %}'],
  ['what is put in', '{% set s = s.replace("a", s) %}'],
  ['what is put in between', '{% set s = s|join(s) %}'],
  ['three names in a circle', '{% set a = a ~ b %}{% set b = c %}{% set c = a %}'],
])('a value doubles by way of %s', (_, source) => {
  expect(judgeTemplate(eachMessage(source))?.message).toContain('of itself more than once')
})

test.each([
  ['what is compared', '{% set s = (s == s) %}'],
  ['either', '{% set s = s and s %}'],
  ['or', '{% set s = s or s %}'],
  ['one of two cases', '{% set s = s if x else s %}'],
  ['one of two branches', '{% set s %}{% if x %}{{ s }}{% else %}{{ s }}{% endif %}{% endset %}'],
  ['a loop over what was given', '{% set s %}{% for x in y %}{{ s }}{% endfor %}{% endset %}'],
  ['a namespace', '{% set s = namespace(a=s, b=s) %}'],
  ['a method that shortens', '{% set s = s.strip(s) %}'],
  ['a replacement by nothing', '{% set s = s.replace(s) %}'],
  ['an addition', '{% set s = s ~ m.content %}'],
  ['a number', '{% set s = s * s %}'],
  ['a key of what was given', '{% set o = m %}{% set s = s ~ o[k] %}'],
])('a value does not double by way of %s', (_, source) => {
  expect(judgeTemplate(eachMessage(source))).toBeUndefined()
})

test.each<[string, string, boolean]>([
  ['one character by one', "{% set k = 'b' %}{{ m", true],
  ['one character by many', `{% set k = '${'b'.repeat(24)}' %}{{ m`, false],
  ['by the longer of two', `{% set k = 'b' %}{% set k = '${'b'.repeat(24)}' %}{{ m`, false],
  [
    'by the longer of two, the other way round',
    `{% set k = '${'b'.repeat(24)}' %}{% set k = 'b' %}{{ m`,
    false,
  ],
  ['by a block', '{% set k %}b{% endset %}{{ m', false],
  ['by what was given', '{{ m', false],
  ['by what is made of itself', '{% set k = k %}{{ m', false],
])('replaces %s, again and again', (_, before, passes) => {
  const message = judgeTemplate(`${before}${".replace('a', k)".repeat(10)} }}`)?.message
  expect(message === undefined).toBe(passes)
  if (!passes) expect(message).toContain('repeats what it was given')
})

test('words may be replaced by as many letters as they have, and no more', () => {
  const replaced = (by: string) => judgeTemplate(`{{ m${`.replace(${by})`.repeat(20)} }}`)
  expect(replaced("'abc', 'xyz'")).toBeUndefined()
  expect(replaced("'abc', ''")).toBeUndefined()
  expect(replaced("'abc'")).toBeUndefined()
  expect(replaced("'', ''")).toBeUndefined()
  expect(replaced("'ab', 'xyz'")?.message).toContain('repeats')
  expect(replaced("x, 'y'")?.message).toContain('repeats')
})

test.each<[string, boolean]>([
  ['m|tojson(indent=4)', true],
  ["m|tojson(indent='  ')", true],
  ['m|tojson(indent=n)', true],
  ['m|tojson(indent=messages|length)', true],
  ["m|tojson(ensure_ascii=False, separators=(',', ':'))", true],
  ["m|tojson(separators=[',', ':'])", true],
  ['m|upper(x.y)', true],
  ['m|tojson(indent=x.y)', false],
  ['m|indent(x.y)', false],
  ['m|indent(5000)', false],
])('the width of %s is bounded: %s', (expression, passes) => {
  const message = judgeTemplate(`{{ ${expression} }}`)?.message
  expect(message).toBe(passes ? undefined : 'has a chat template that indents by a width that nothing bounds')
})

test.each([
  ['of words', `'${'x'.repeat(200)}'`],
  ['of the parts of words', `'${'x'.repeat(200)}'.split('x')`],
  ['of a list', list],
  ['of a list in a list', `[${list}]`],
  ['of a tuple', `(${twoHundred.join()})`],
  ['of a group', `{${twoHundred.map((index) => `'a${index}': 1`).join()}}`],
  ['of what is in a group', `{'a': ${list}}.a`],
  ['of a function', `f(${list})`],
  ['of a named argument', `f(x=${list})`],
  ['of one case', `(${list} if x else [1])`],
  ['of the other case', `([1] if x else ${list})`],
  ['that are chosen', `${list} if i`],
  ['of a filter', `${list}|list`],
  ['of a sum', `[1] + ${list}`],
  ['of a count', 'range(200)'],
  ['of a count in steps', 'range(0, 200)'],
])('the items %s are counted', (_, over) => {
  const source = `{% for i in range(1000) %}{% for c in ${over} %}.{% endfor %}{% endfor %}`
  expect(judgeTemplate(source)?.message).toContain('statements for one message')
})

test.each([
  [
    'a part by another name',
    '{% set a = m.x %}{% for b in a %}{% set c = b.x %}{% for d in c %}.{% endfor %}{% endfor %}',
  ],
  [
    'parts of parts',
    '{% for k, v in m|items %}{% for l, w in v|items %}{% for n, x in w|items %}.{% endfor %}{% endfor %}{% endfor %}',
  ],
  [
    'an argument',
    '{% macro f(x) %}{% for a in x %}{% for b in x %}.{% endfor %}{% endfor %}{% endmacro %}{{ f(m.x) }}',
  ],
  [
    'an argument by its name',
    '{% macro f(x) %}{% for a in x %}{% for b in x %}.{% endfor %}{% endfor %}{% endmacro %}{{ f(x=m.x) }}',
  ],
  [
    'a written list and a conversation',
    '{% for a in [1, 2] %}{% for b in messages %}.{% endfor %}{% endfor %}',
  ],
  [
    'a part that is set in one branch and the same',
    '{% set c = m.x %}{% if y %}{% set c = m.y %}{% endif %}{% for a in c %}{% for b in c %}.{% endfor %}{% endfor %}',
  ],
])('goes over %s, and passes', (_, inside) => {
  expect(judgeTemplate(eachMessage(inside))).toBeUndefined()
})

test.each([
  [
    'a part that may be all, in a branch',
    '{% set c = m.x %}{% if y %}{% set c = messages %}{% endif %}{% for a in c %}{% for b in c %}.{% endfor %}{% endfor %}',
  ],
  [
    'a part that may be all, in another branch',
    '{% set c = m.x %}{% if y %}.{% else %}{% set c = messages %}{% endif %}{% for a in c %}{% for b in c %}.{% endfor %}{% endfor %}',
  ],
  [
    'an argument that is all',
    '{% macro f(x) %}{% for a in x %}{% for b in x %}.{% endfor %}{% endfor %}{% endmacro %}{{ f(messages) }}',
  ],
  [
    'an argument that is all, by its name',
    '{% macro f(x) %}{% for a in x %}{% for b in x %}.{% endfor %}{% endfor %}{% endmacro %}{{ f(x=messages) }}',
  ],
  [
    'an argument that is not given',
    '{% macro f(x) %}{% for a in x %}{% for b in x %}.{% endfor %}{% endfor %}{% endmacro %}{{ f() }}',
  ],
  [
    'a block that is set',
    '{% set c = m.x %}{% set c %}.{% endset %}{% for a in c %}{% for b in c %}.{% endfor %}{% endfor %}',
  ],
  [
    'a named default',
    '{% for a in m.x|default(value=messages) %}{% for b in messages %}.{% endfor %}{% endfor %}',
  ],
  ['what a function gives', '{% for a in f() %}{% for b in messages %}.{% endfor %}{% endfor %}'],
])('goes over %s, and is refused', (_, inside) => {
  expect(judgeTemplate(eachMessage(inside))?.message).toContain('the whole conversation')
})

test('an attribute is kept under its name, whichever namespace has it, unless its name is not written', () => {
  const other = '{% set ns = namespace(a=s) %}{% set o = x or ns %}'
  expect(judgeTemplate(eachMessage(`${other}{% set s = o[k] ~ o[k] %}`))?.message).toContain('doubles')
  expect(judgeTemplate(eachMessage(`${other}{% set s = o.b.c ~ s %}`))).toBeUndefined()
  expect(judgeTemplate('{% set ns = namespace({messages[0].role: 1}) %}')?.message).toContain(
    'sets an attribute whose name is not written in it',
  )
  expect(judgeTemplate('{% set ns = namespace(messages) %}')?.message).toContain(
    'makes a namespace out of something that is not written in it',
  )
})

test('a template may go up to its limits', () => {
  expect(judgeTemplate('x'.repeat(131_072))).toBeUndefined()
  expect(judgeTemplate(`{{ 1 }}${' '.repeat(1024)}{{ 2 }}`)).toBeUndefined()
  expect(judgeTemplate(`{{ ${'('.repeat(128)}1${')'.repeat(128)} }}`)).toBeUndefined()
  expect(judgeTemplate(`{{ ${'('.repeat(129)}1${')'.repeat(129)} }}`)?.message).toContain(
    'nests deeper than 128',
  )
  expect(judgeTemplate('{{ ([{}]) }}'.repeat(200))).toBeUndefined()
  expect(judgeTemplate(`{{ ${'not '.repeat(120)}x }}`)).toBeUndefined()
  expect(judgeTemplate(`{{ ${'not '.repeat(130)}x }}`)?.message).toContain('nests deeper than 128')
  const names = (length: number) => chain(length, (index) => `{% set v${index} = v${index + 1} %}`)
  expect(judgeTemplate(`${names(400)}{% set v400 = 5 %}{{ range(v0) }}`)).toBeUndefined()
})

test.each(['range', 'namespace', 'caller'])('the function %s is watched', (name) => {
  expect(judgeTemplate(`{% set x = ${name} %}`)?.message).toContain(`hands "${name}" on`)
})
