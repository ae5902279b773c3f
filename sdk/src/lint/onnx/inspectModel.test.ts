import { expect, test, vi } from 'vitest'
import { concat, int, onnx, part, plainModel, varint } from '../../../test/onnx.ts'
import { inspectModel } from './inspectModel.ts'

// The work is bounded in steps; how long they take depends on what else the machine does.
vi.setConfig({ testTimeout: 60_000 })

const path = 'onnx/model.onnx'
const sizes = new Map([
  [path, 100],
  ['onnx/model.onnx_data', 64],
  ['config.json', 64],
  ['onnx/config.json', 64],
])
const inspect = (bytes: Uint8Array) => inspectModel(path, bytes, (file) => sizes.get(file))
/** What is refused, in a model with these fields and nothing else to say of it. */
const refusals = (...fields: Uint8Array[]) =>
  inspect(onnx.model(onnx.opset(21), ...fields))
    .remarks.filter(({ severity }) => severity === 'refuse')
    .map(({ message }) => message)
const remarks = (severity: string, ...fields: Uint8Array[]) =>
  inspect(onnx.model(onnx.opset(21), ...fields)).remarks.filter((remark) => remark.severity === severity)
const external = (location: string, more: Record<string, string> = {}) =>
  concat(onnx.dims(2), onnx.external({ location, ...more }))

test('nothing is said of a plain model', () => {
  expect(inspect(plainModel())).toEqual({ remarks: [], externalData: [] })
})

test('weights in a listed file are taken, and told to whoever loads the model', () => {
  const model = onnx.model(
    onnx.opset(21),
    onnx.graph(
      onnx.initializer(external('model.onnx_data', { offset: '0', length: '8' })),
      onnx.initializer(external('model.onnx_data', { offset: '56', length: '8', checksum: 'x' })),
    ),
  )
  expect(inspect(model)).toEqual({ remarks: [], externalData: ['model.onnx_data'] })
})

test.each([
  ['absolute', '/etc/passwd', /not a path inside/],
  ['on a drive', 'C:/weights', /not a path inside/],
  ['with a backslash', '..\\config.json', /not a path inside/],
  ['with a zero', 'a\0b', /not a path inside/],
  ['empty', '', /not a path inside/],
  ['above the bundle', '../../etc/passwd', /does not list/],
  ['above, and back on a listed file', '../onnx/model.onnx_data', /does not list/],
  ['beside itself', './model.onnx_data', /does not list/],
  ['not listed', 'other.onnx_data', /does not list/],
  ['an address in memory', '*/_ORT_MEM_ADDR_/*', /does not list/],
])('a location of weights that is %s is refused by name', (_, location, message) => {
  const [refused, ...others] = refusals(onnx.graph(onnx.initializer(external(location))))
  expect(refused).toMatch(message)
  expect(refused).toContain(JSON.stringify(location))
  expect(others).toEqual([])
})

const hidden = external('x')
test.each<[string, Uint8Array[]]>([
  ['graph.initializer[0]', [onnx.graph(onnx.initializer(hidden))]],
  ['graph.sparse_initializer[0].values', [onnx.graph(part(15, onnx.tensor(1, hidden)))]],
  ['graph.sparse_initializer[0].indices', [onnx.graph(part(15, onnx.tensor(2, hidden)))]],
  [
    'graph.node[0].attribute[0].t',
    [onnx.graph(onnx.node('Constant', '', onnx.attribute(onnx.tensor(5, hidden))))],
  ],
  [
    'graph.node[0].attribute[0].tensors',
    [onnx.graph(onnx.node('Constant', '', onnx.attribute(onnx.tensor(10, hidden))))],
  ],
  [
    'graph.node[0].attribute[0].sparse_tensor.values',
    [onnx.graph(onnx.node('Constant', '', onnx.attribute(part(22, onnx.tensor(1, hidden)))))],
  ],
  [
    'graph.node[0].attribute[0].sparse_tensors.indices',
    [onnx.graph(onnx.node('Constant', '', onnx.attribute(part(23, onnx.tensor(2, hidden)))))],
  ],
  [
    'graph.node[0].attribute[0].g.initializer[0]',
    [onnx.graph(onnx.node('If', '', onnx.attribute(onnx.subgraph(onnx.initializer(hidden)))))],
  ],
  [
    'graph.node[0].attribute[0].graphs.initializer[0]',
    [onnx.graph(onnx.node('X', '', onnx.attribute(part(11, onnx.initializer(hidden)))))],
  ],
  [
    'functions[0].node[0].attribute[0].t',
    [
      onnx.graph(),
      part(25, part(1, 'f'), part(7, part(4, 'Constant'), onnx.attribute(onnx.tensor(5, hidden)))),
    ],
  ],
  [
    'functions[0].attribute[0].t',
    [onnx.graph(), part(25, part(1, 'f'), part(11, part(1, 'a'), onnx.tensor(5, hidden)))],
  ],
  [
    'training_info[0].initialization.initializer[0]',
    [onnx.graph(), part(20, part(1, onnx.initializer(hidden)))],
  ],
  ['training_info[0].algorithm.initializer[0]', [onnx.graph(), part(20, part(2, onnx.initializer(hidden)))]],
])('weights elsewhere are found in %s', (at, fields) => {
  const found = remarks('refuse', ...fields)
  expect(found).toEqual([expect.objectContaining({ at, message: expect.stringContaining('"x"') })])
})

test('a tensor is named where it has a name', () => {
  const [found] = remarks('refuse', onnx.graph(onnx.initializer(part(8, 'bias'), hidden)))
  expect(found?.at).toBe('graph.initializer[0] "bias"')
})

test.each<[string, Record<string, string>, RegExp]>([
  ['begins beyond the end', { offset: '65', length: '8' }, /beyond the end .* 64 bytes/],
  ['ends beyond the end', { offset: '60', length: '8' }, /beyond the end/],
  ['ends beyond the end by its dimensions', { offset: '57' }, /beyond the end/],
  ['is shorter than the tensor', { length: '4' }, /4 bytes .* takes 8/],
  ['has an offset that is no number', { offset: '-8' }, /not a number of bytes/],
  ['has an offset that is rounded', { offset: '9007199254740993' }, /not a number of bytes/],
  ['has a length that is no number', { length: '8 ' }, /not a number of bytes/],
])('a place in a file that %s is refused', (_, more, message) => {
  expect(refusals(onnx.graph(onnx.initializer(external('model.onnx_data', more))))).toEqual([
    expect.stringMatching(message),
  ])
})

test('two locations for one tensor are refused, because two readers may take different ones', () => {
  const twice = concat(
    onnx.dims(2),
    onnx.external({ location: 'model.onnx_data' }),
    onnx.external({ location: '/etc/passwd' }),
  )
  const found = refusals(onnx.graph(onnx.initializer(twice)))
  expect(found[0]).toMatch(/more than one way/)
  expect(found.join()).toContain('/etc/passwd')
})

test('a tensor that says it is elsewhere and not where is refused', () => {
  expect(refusals(onnx.graph(onnx.initializer(onnx.dims(2), int(14, 1))))).toEqual([
    expect.stringMatching(/does not say where/),
  ])
})

test('weights in a file that is called something else are a warning', () => {
  const [found] = remarks('warn', onnx.graph(onnx.initializer(external('config.json'))))
  expect(found?.message).toMatch(/"config.json", whose name says something else/)
})

test.each<[string, Uint8Array[], RegExp]>([
  ['a negative dimension', [onnx.dims(2, -1), onnx.raw(8)], /negative/],
  ['dimensions whose product overflows', [onnx.dims(2n ** 32n, 2n ** 32n)], /more than a bundle can hold/],
  ['dimensions whose product is 0 after overflowing', [onnx.dims(2n ** 62n, 8)], /more than a bundle/],
  ['fewer bytes than its dimensions take', [onnx.dims(3), onnx.raw(8)], /takes 12 bytes and holds 8/],
  ['more bytes than its dimensions take', [onnx.dims(1), onnx.raw(8)], /takes 4 bytes and holds 8/],
  ['a type that ONNX does not know', [int(2, 99), onnx.dims(2)], /type 99/],
  ['packed dimensions of which one is negative', [part(1, varint(2), varint(-3))], /negative/],
  ['dimensions without end', [onnx.dims(...Array(65).fill(1))], /more than 64 dimensions/],
])('a tensor with %s is refused', (_, fields, message) => {
  expect(refusals(onnx.graph(onnx.initializer(...fields)))).toEqual([expect.stringMatching(message)])
})

test('sizes of halves, quarters of bytes and of strings are as ONNX packs them', () => {
  expect(refusals(onnx.graph(onnx.initializer(int(2, 22), onnx.dims(3), onnx.raw(2))))).toEqual([])
  expect(refusals(onnx.graph(onnx.initializer(int(2, 26), onnx.dims(5), onnx.raw(2))))).toEqual([])
  expect(refusals(onnx.graph(onnx.initializer(int(2, 16), onnx.dims(3), onnx.raw(6))))).toEqual([])
  expect(refusals(onnx.graph(onnx.initializer(int(2, 8), onnx.dims(3))))).toEqual([])
})

test.each<[string, Uint8Array[]]>([
  ['graph.node[0]', [onnx.graph(onnx.node('Run', 'evil.example'))]],
  [
    'graph.node[0].attribute[0].g.node[0]',
    [onnx.graph(onnx.node('If', '', onnx.attribute(onnx.subgraph(onnx.node('Run', 'evil.example')))))],
  ],
  ['opset_import', [onnx.graph(), onnx.opset(1, 'evil.example')]],
  ['functions[0]', [onnx.graph(), onnx.function('f', 'evil.example')]],
  ['functions[0].node[0]', [onnx.graph(), onnx.function('f', '', onnx.call('Run', 'evil.example'))]],
  [
    'functions[0].opset_import',
    [onnx.graph(), onnx.function('f', '', part(9, part(1, 'evil.example'), int(2, 1)))],
  ],
])('operators of another domain are refused in %s', (at, fields) => {
  expect(remarks('refuse', ...fields)).toEqual([
    expect.objectContaining({ at, message: expect.stringContaining('"evil.example"') }),
  ])
})

test.each(['', 'ai.onnx', 'ai.onnx.ml', 'com.microsoft'])('operators of %j are taken', (domain) => {
  expect(refusals(onnx.graph(onnx.node('Scaler', domain)))).toEqual([])
})

test.each(['EPContext', 'PythonOp', 'PythonOpGrad', 'ATen'])('%s runs what nobody can read', (name) => {
  const nodes = [onnx.node(name, 'com.microsoft'), onnx.node(name, 'com.microsoft')]
  expect(refusals(onnx.graph(...nodes))).toEqual([expect.stringContaining(name)])
  expect(refusals(onnx.graph(onnx.node(name, '')))).toEqual([])
})

test.each([0, -1, 101, 2n ** 62n])('version %s of an operator set is refused', (version) => {
  expect(refusals(onnx.graph(), onnx.opset(version, 'ai.onnx.ml'))).toEqual([
    expect.stringContaining(`version ${version}`),
  ])
})

test('two versions of one operator set are refused, whichever way the domain is written', () => {
  expect(refusals(onnx.graph(), onnx.opset(20, 'ai.onnx'))).toEqual([expect.stringMatching(/two versions/)])
  expect(refusals(onnx.graph(), onnx.opset(21, 'ai.onnx'))).toEqual([])
})

test('a model without operator sets or with an odd version of ONNX is a warning', () => {
  const messages = inspect(concat(int(1, 1), onnx.graph())).remarks.map(({ message }) => message)
  expect(messages).toEqual([expect.stringMatching(/version 1/), expect.stringMatching(/operators of ONNX/)])
})

test('a function of the model is a warning, and refused when it never ends', () => {
  expect(remarks('warn', onnx.graph(), onnx.function('f', ''))).toEqual([
    expect.objectContaining({ at: 'functions[0]', message: expect.stringContaining('"f"') }),
  ])
  const round = [
    onnx.function('f', '', onnx.call('g')),
    onnx.function('g', '', onnx.call('h')),
    onnx.function('h', '', onnx.call('f')),
    onnx.function('leaf', '', onnx.call('Relu')),
  ]
  expect(refusals(onnx.graph(), ...round)).toEqual(
    ['f', 'g', 'h'].map((name) => expect.stringMatching(`"${name}", which comes back to itself`)),
  )
  expect(refusals(onnx.graph(), onnx.function('f', 'ai.onnx', onnx.call('f', '')))).toHaveLength(1)
})

test('functions that multiply when they are put in are refused', () => {
  const chain = (length: number, times: number) =>
    Array.from({ length }, (_, level) =>
      onnx.function(`f${level}`, '', ...Array(times).fill(onnx.call(`f${level + 1}`))),
    )
  expect(refusals(onnx.graph(onnx.node('f0', '')), ...chain(20, 10))).toEqual([
    expect.stringMatching(/more than 1000000 nodes/),
  ])
  expect(refusals(onnx.graph(onnx.node('f0', '')), ...chain(2000, 1))).toEqual([])
})

test('a function that is defined twice, and ten thousand of them, are refused', () => {
  expect(refusals(onnx.graph(), onnx.function('f', ''), onnx.function('f', 'ai.onnx'))).toEqual([
    expect.stringMatching(/twice/),
  ])
  expect(refusals(onnx.graph(), ...Array(10_001).fill(onnx.function('f', '')))).toEqual([
    expect.stringMatching(/10001 functions/),
  ])
})

test('control flow is noted with its depth; a loop in a loop is a warning', () => {
  const loop = (...inner: Uint8Array[]) => onnx.node('Loop', '', onnx.attribute(onnx.subgraph(...inner)))
  const when = (...inner: Uint8Array[]) => onnx.node('If', '', onnx.attribute(onnx.subgraph(...inner)))
  const relu = onnx.node('Relu', '')
  expect(remarks('note', onnx.graph(loop(when(relu)))).map(({ message }) => message)).toEqual([
    expect.stringMatching(/2 deep/),
  ])
  expect(remarks('warn', onnx.graph(loop(when(relu))))).toEqual([])
  expect(remarks('warn', onnx.graph(loop(when(loop(relu)))))).toEqual([
    expect.objectContaining({ message: expect.stringMatching(/loop inside a loop/) }),
  ])
  // The type may stand behind the attributes.
  const late = part(1, onnx.attribute(onnx.subgraph(relu)), part(4, 'Scan'))
  expect(remarks('note', onnx.graph(late))).toHaveLength(1)
})

test('nesting made to exhaust the stack is refused', () => {
  let graph = onnx.node('Relu', '')
  for (let depth = 0; depth < 5000; depth++) graph = onnx.node('If', '', onnx.attribute(onnx.subgraph(graph)))
  expect(refusals(onnx.graph(graph))).toEqual(['is nested deeper than 64 messages'])
})

test('more parts than can be followed are refused', () => {
  const nodes = new Uint8Array(2 * 500_001).map((_, index) => (index % 2 === 0 ? 10 : 0))
  expect(refusals(onnx.graph(nodes))).toEqual([expect.stringMatching(/more than 500000 nodes/)])
})

test('a model has exactly one graph', () => {
  expect(refusals()).toEqual(['does not hold exactly one graph'])
  expect(refusals(onnx.graph(), onnx.graph())).toEqual(['does not hold exactly one graph'])
})

test.each<[string, Uint8Array]>([
  ['cut off in a number', Uint8Array.of(0x08, 0x80)],
  ['with a number of more than 64 bits', Uint8Array.from([0x08, ...Array(10).fill(0xff), 1])],
  ['with a length beyond its end', concat(varint(7 * 8 + 2), varint(1000), new Uint8Array(10))],
  ['with a length of 2^63', concat(varint(7 * 8 + 2), varint(2n ** 63n))],
  ['with a part longer than what it stands in', part(7, concat(varint(1 * 8 + 2), varint(5), varint(0)))],
  ['with a fixed number that is cut off', Uint8Array.of(0x0d, 0, 0)],
  ['with a group', Uint8Array.of(0x3b, 0x3c)],
  ['with field 0', Uint8Array.of(0x00, 0x00)],
  ['with a graph that is a number', int(7, 1)],
  ['with a version that is text', part(1, 'x')],
  ['of text', new TextEncoder().encode('<html>not a model</html>')],
])('a file %s is not an ONNX file', (_, bytes) => {
  expect(inspect(bytes).remarks).toEqual([
    expect.objectContaining({
      severity: 'refuse',
      message: expect.stringMatching(/^is not a well-formed ONNX file/),
    }),
  ])
})

test('a model cut off anywhere is refused', () => {
  const whole = plainModel()
  for (let length = 0; length < whole.length; length++) {
    const found = inspect(whole.subarray(0, length)).remarks
    expect(found.some(({ severity }) => severity === 'refuse')).toBe(true)
  }
})

test('what is quoted from a file stays short, and what is said of it is not without end', () => {
  const long = 'x'.repeat(10_000)
  const tensors = Array(2000).fill(onnx.initializer(external(long)))
  const found = inspect(onnx.model(onnx.opset(21), onnx.graph(...tensors))).remarks
  expect(found).toHaveLength(1000)
  expect(Math.max(...found.map(({ message }) => message.length))).toBeLessThan(400)
})

test.each([
  [2n, 'version 2'],
  [3n, undefined],
  [100n, undefined],
  [101n, 'version 101'],
])('version %s of ONNX is a warning where no exporter writes it', (version, message) => {
  const found = inspect(concat(int(1, version), onnx.opset(21), onnx.graph())).remarks
  expect(found.map((remark) => [remark.severity, remark.message])).toEqual(
    message === undefined ? [] : [['warn', `has the ONNX ${message}, which no exporter writes`]],
  )
  expect(inspect(concat(onnx.opset(21), onnx.graph())).remarks[0]?.message).toBe(
    'has the ONNX version none, which no exporter writes',
  )
})

test.each([1, 100])('version %s of an operator set is taken', (version) => {
  expect(refusals(onnx.graph(), onnx.opset(version, 'ai.onnx.ml'))).toEqual([])
})

test('each domain and each operator is told once, and every one', () => {
  const nodes = ['a', 'b', 'a', 'b'].map((name) => onnx.node('Run', `${name}.example`))
  expect(refusals(onnx.graph(...nodes))).toHaveLength(2)
  const operators = ['ATen', 'PythonOp', 'ATen'].map((name) => onnx.node(name, 'com.microsoft'))
  expect(refusals(onnx.graph(...operators))).toHaveLength(2)
})

test('an operator set of a function is not one of the model', () => {
  const set = (version: number) => part(9, part(1, ''), int(2, version))
  expect(refusals(onnx.graph(), onnx.function('f', '', set(20)))).toEqual([])
  expect(inspect(concat(int(1, 8), onnx.graph(), onnx.function('f', '', set(21)))).remarks[0]).toMatchObject({
    severity: 'warn',
    message: expect.stringMatching(/operators of ONNX/),
  })
})

test('every remark says what to do', () => {
  const loop = (...inner: Uint8Array[]) => onnx.node('Loop', '', onnx.attribute(onnx.subgraph(...inner)))
  const found = [
    ...inspect(Uint8Array.of(0x08, 0x80)).remarks,
    ...inspect(concat(int(1, 1), onnx.graph(loop(loop(onnx.node('Relu', '')))))).remarks,
    ...remarks('refuse', onnx.graph(), onnx.function('f', ''), onnx.function('f', '')),
    ...remarks('warn', onnx.graph(onnx.initializer(external('config.json'))), onnx.function('f', '')),
  ]
  expect(found.length).toBeGreaterThan(6)
  for (const { next } of found) expect(next).toMatch(/^\p{Lu}.*\.$/u)
})

test('bytes are only held against dimensions where they are the tensor’s own', () => {
  const tensor = (...fields: Uint8Array[]) => refusals(onnx.graph(part(5, ...fields)))
  expect(tensor(int(2, 1), onnx.dims(2), onnx.raw(4), int(14, 1))).toEqual([
    'keeps weights outside itself and does not say where',
  ])
  expect(tensor(int(2, 8), onnx.dims(2), onnx.raw(3))).toEqual([])
  expect(tensor(int(2, 1), onnx.dims(0))).toEqual([])
  expect(tensor(int(2, 1), onnx.dims(0, 2), onnx.raw(0))).toEqual([])
  expect(tensor(int(2, 3), onnx.dims(17_179_869_184n))).toEqual([])
  expect(tensor(int(2, 3), onnx.dims(17_179_869_185n))).toEqual([
    'has a tensor of 17179869185 elements, more than a bundle can hold',
  ])
  expect(tensor(int(2, 3), onnx.dims(2n ** 32n, 5))).toEqual([
    'has a tensor of 4294967296 × 5 elements, more than a bundle can hold',
  ])
  const strings = concat(int(2, 8), onnx.dims(3), onnx.external({ location: 'model.onnx_data', length: '7' }))
  expect(tensor(strings)).toEqual([])
})

test('of a place that can be read in two ways every location is told, and nothing else', () => {
  const twice = concat(
    int(2, 1),
    onnx.dims(2),
    ...['a', 'b'].map((location) => part(13, part(1, 'location'), part(2, location))),
    part(13, part(1, 'offset'), part(2, '0')),
  )
  expect(refusals(onnx.graph(part(5, twice)))).toEqual([
    'keeps weights at a place that can be read in more than one way',
    'names "a" as a place of weights',
    'names "b" as a place of weights',
  ])
  const nowhere = concat(int(2, 1), onnx.dims(2), part(13, part(1, 'offset'), part(2, '0')))
  expect(refusals(onnx.graph(part(5, nowhere)))).toEqual([
    'keeps weights at a place that can be read in more than one way',
  ])
})

test('nodes are counted as they are when functions are put in, up to a million', () => {
  const called = onnx.function('f', '', ...Array(999).fill(onnx.call('Relu')))
  expect(refusals(onnx.graph(...Array(1_000).fill(onnx.node('f', ''))), called)).toEqual([])
  expect(refusals(onnx.graph(...Array(1_001).fill(onnx.node('f', ''))), called)).toEqual([
    expect.stringMatching(/more than 1000000 nodes/),
  ])
  expect(
    refusals(onnx.graph(), ...Array.from({ length: 10_000 }, (_, index) => onnx.function(`f${index}`, ''))),
  ).toEqual([])
})

test('a function that is called by two others comes back to neither', () => {
  const functions = [
    onnx.function('a', '', onnx.call('c'), onnx.call('b')),
    onnx.function('b', '', onnx.call('c')),
    onnx.function('c', '', onnx.call('Relu')),
  ]
  expect(refusals(onnx.graph(), ...functions)).toEqual([])
  expect(
    refusals(onnx.graph(), onnx.function('f', 'a.example', onnx.call('f', 'b.example'))),
  ).not.toContainEqual(expect.stringMatching(/comes back/))
})

test.each([
  ['EPContext', 'which hands a compiled program, or the path of one, to a device'],
  ['PythonOp', 'which runs Python'],
  ['PythonOpGrad', 'which runs Python'],
  ['ATen', 'which calls PyTorch'],
])('says of %s why it is refused', (name, why) => {
  expect(refusals(onnx.graph(onnx.node(name, 'com.microsoft')))[0]).toContain(why)
})

test.each([
  ['a.onnx_data', true],
  ['a.onnx_data_1', true],
  ['a.onnx_data_9999', true],
  ['a.onnx_data_0', false],
  ['a.onnx_data_12345', false],
  ['a.onnx_data.txt', false],
  ['a.onnx_data_x', false],
])('%s is the name of weights: %s', (location, expected) => {
  const tensor = onnx.initializer(external(location))
  const found = inspectModel(path, onnx.model(onnx.opset(21), onnx.graph(tensor)), () => 64).remarks
  expect(found.map(({ severity, next }) => [severity, next])).toEqual(
    expected ? [] : [['warn', 'Name files of weights .onnx_data.']],
  )
})

test('weights that are missing, and a model that is none, are told what to do', () => {
  expect(remarks('refuse', onnx.graph(onnx.initializer(external('x'))))[0]?.next).toBe(
    'Export the model again with its weights inside, or list every file in the manifest.',
  )
  expect(remarks('refuse', onnx.graph(onnx.initializer(onnx.dims(-1))))[0]?.next).toBe(
    'Export the model again.',
  )
})
