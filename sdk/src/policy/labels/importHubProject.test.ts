import { expect, test } from 'vitest'
import { exampleHubProject } from '../../../test/exampleHubProject.ts'
import { importHubProject } from './importHubProject.ts'
import { isRestrictedLabel, labelTypes } from './labelTypes.ts'

test('labels and notices of a project are referenced by family, type and id, with their words', () => {
  expect(importHubProject(exampleHubProject)).toEqual({
    uniqueId: '7d2a1d0e-3a4f-4f0b-9a51-3f7f0f3d7a10',
    title: 'Songs of the river',
    privacy: 'Discoverable',
    labels: [
      {
        family: 'tk',
        type: 'seasonal',
        uniqueId: '22222222-2222-4222-8222-222222222222',
        isKnown: true,
        isRestricted: false,
        community: 'Río Claro',
        texts: [
          { language: 'es', name: 'TK Estacional', text: 'Solo en invierno.' },
          { language: 'en', name: 'TK Seasonal', text: 'In winter only.' },
        ],
      },
      expect.objectContaining({ type: 'women_restricted', isKnown: true, isRestricted: true }),
      expect.objectContaining({ type: 'moonlit', isKnown: false, isRestricted: false }),
      {
        family: 'bc',
        type: 'provenance',
        uniqueId: '11111111-1111-4111-8111-111111111111',
        isKnown: true,
        isRestricted: false,
        community: 'Río Claro',
        texts: [{ language: 'Yuchi', name: 'BC Provenance', text: 'From here.' }],
      },
      {
        family: 'notice',
        type: 'biocultural',
        // The project's: a notice has none.
        uniqueId: '7d2a1d0e-3a4f-4f0b-9a51-3f7f0f3d7a10',
        isKnown: true,
        isRestricted: false,
        community: null,
        texts: [
          {
            language: 'en',
            name: 'BC (Biocultural) Notice',
            text: 'The BC Notice is a visible notification.',
          },
          { language: 'es', name: 'Aviso BC', text: 'El aviso BC es visible.' },
        ],
      },
    ],
  })
})

test('what the Hub leaves out is empty, and a notice’s own id is taken where it has one', () => {
  expect(importHubProject({ unique_id: 'p' })).toEqual({ uniqueId: 'p', title: '', privacy: '', labels: [] })
  const { labels } = importHubProject({
    unique_id: 'p',
    tk_labels: [{ unique_id: 'l', translations: [{}] }],
    notice: [{ unique_id: 'n', notice_type: null }],
  })
  expect(labels).toMatchObject([
    {
      uniqueId: 'l',
      type: '',
      isKnown: false,
      community: null,
      texts: [
        { language: '', name: '', text: '' },
        { language: '', name: '', text: '' },
      ],
    },
    { uniqueId: 'n', type: '', isKnown: false },
  ])
})

test.each<[string, unknown]>([
  ['', []],
  ['', null],
  ['unique_id', {}],
  ['unique_id', { unique_id: '' }],
  ['tk_labels', { unique_id: 'p', tk_labels: {} }],
  ['tk_labels[0].unique_id', { unique_id: 'p', tk_labels: [{ label_type: 'clan' }] }],
  ['bc_labels[0].label_type', { unique_id: 'p', bc_labels: [{ unique_id: 'l', label_type: 5 }] }],
  ['notice[0].translations[0].language', { unique_id: 'p', notice: [{ translations: [{ language: 1 }] }] }],
])('a project that is wrong at %j is refused, naming the place (%#)', (at, json) => {
  expect(() => importHubProject(json)).toThrow(
    expect.objectContaining({
      code: 'hub_project_invalid',
      details: { at },
      next: expect.stringContaining('/api/v2/'),
    }),
  )
})

test('the place is told in words where there is one', () => {
  expect(() => importHubProject({})).toThrow('This is no project of the Local Contexts Hub at unique_id: ')
  expect(() => importHubProject([])).toThrow('This is no project of the Local Contexts Hub: ')
})

test('the types are those of the Hub, each once, and only labels of traditional knowledge are restricted', () => {
  expect(Object.values(labelTypes).map((types) => [types.length, new Set(types).size])).toEqual([
    [20, 20],
    [10, 10],
    [4, 4],
  ])
  expect(labelTypes.tk.filter((type) => isRestrictedLabel('tk', type))).toEqual([
    'men_restricted',
    'women_restricted',
    'secret_sacred',
  ])
  expect(isRestrictedLabel('bc', 'secret_sacred')).toBe(false)
})

test('a label without a community or translations, and a notice without words, have nothing made up', () => {
  const { labels } = importHubProject({
    unique_id: 'p',
    tk_labels: [{ unique_id: 'l', community: null }, { unique_id: 'm' }],
    notice: [{ notice_type: 'biocultural' }],
  })
  expect(labels.map(({ community, texts }) => [community, texts])).toEqual([
    [null, [{ language: '', name: '', text: '' }]],
    [null, [{ language: '', name: '', text: '' }]],
    [null, [{ language: 'en', name: '', text: '' }]],
  ])
})
