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
