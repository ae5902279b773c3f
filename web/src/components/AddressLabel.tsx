import { useTranslations } from 'next-intl'
import type { Address } from 'viem'
import { CopyButton } from '@/components/CopyButton'
import { shortHex } from '@/lib/format/shortHex'

/** What is known of an address beyond its digits. */
export type AddressName =
  | { kind: 'member'; memberId: string }
  | { kind: 'governor' | 'timelock' | 'membership' | 'council' | 'modelRegistry' | 'communityRegistry' }

/** An address as people can read it: what it is to this community, its two ends, and the whole of it to copy. */
export function AddressLabel({
  address,
  name,
  copy = true,
}: {
  address: Address
  name?: AddressName | undefined
  copy?: boolean
}) {
  const t = useTranslations('common.address')
  const label =
    name === undefined
      ? undefined
      : name.kind === 'member'
        ? t('member', { memberId: name.memberId })
        : t(name.kind)
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-x-2">
      {label ? <span className="font-semibold">{label}</span> : null}
      <span dir="ltr" className="whitespace-nowrap font-mono text-quiet text-sm" title={address}>
        {shortHex(address)}
      </span>
      {copy ? <CopyButton value={address} what={label ?? shortHex(address)} /> : null}
    </span>
  )
}
