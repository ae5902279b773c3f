/** What a message can be about. The order is the order of the classifier's outputs. */
export const labels = [
  'food',
  'shelter',
  'transport',
  'care',
  'tools',
  'childcare',
  'health',
  'paperwork',
  'money',
  'other',
] as const

export type Label = (typeof labels)[number]

/** What each label covers, in words for the card. */
export const labelMeanings: Readonly<Record<Label, string>> = {
  food: 'meals, groceries, water, cooking',
  shelter: 'a roof: rooms, nights, moving in, keeping a home warm and dry',
  transport: 'rides, deliveries, vehicles, bicycles',
  care: 'company and help for old, ill, grieving or lonely people; pets',
  tools: 'tools, equipment and hands for repairing and building',
  childcare: 'looking after children, and what babies and pupils need',
  health: 'medicines, clinics, medical devices, first aid, hygiene',
  paperwork: 'forms, translation, interpreting, legal and official matters',
  money: 'rent, bills, loans, funds, debts',
  other: 'greetings, thanks, announcements, clothes and everything else',
}
