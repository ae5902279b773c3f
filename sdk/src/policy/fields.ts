import type { Hex } from 'viem'
import { z } from 'zod'

/** 32 bytes that are an id or a digest. All zero means "none" on chain, so it is never one. */
export const bytes32 = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/, 'is not 0x and 64 hexadecimal digits')
  .refine((hex) => !/^0x0*$/.test(hex), 'is zero, which stands for none')
  .transform((hex) => hex.toLowerCase() as Hex)

/** Whether no value occurs twice. */
export const isUnique = (list: readonly unknown[]) => new Set(list).size === list.length
