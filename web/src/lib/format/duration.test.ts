import { describe, expect, it } from 'vitest'
import { duration } from './duration'
import { fileSize } from './fileSize'
import { shortHex } from './shortHex'

describe('numbers for people', () => {
  it('says a length of time in at most two units', () => {
    expect(duration(60, 'en')).toBe('1 minute')
    expect(duration(86_400, 'en')).toBe('1 day')
    expect(duration(90_061, 'en')).toBe('1 day 1 hour')
    expect(duration(0, 'en')).toBe('0 seconds')
    expect(duration(3_600, 'es')).toBe('1 hora')
  })

  it('says a size in the unit that reads best', () => {
    expect(fileSize(999, 'en')).toBe('999 byte')
    expect(fileSize(1_500_000, 'en')).toBe('1.5 MB')
  })

  it('keeps both ends of a long value and the whole of a short one', () => {
    expect(shortHex(`0x1234${'0'.repeat(32)}abcd`)).toBe('0x1234…abcd')
    expect(shortHex('0x12345678')).toBe('0x12345678')
  })
})
