import type { VariantProps } from 'class-variance-authority'
import { type ComponentProps, type ReactNode, useId } from 'react'
import { buttonStyle } from './buttonStyle'
import { classes } from './classes'

type ButtonProps = Omit<ComponentProps<'button'>, 'disabled'> &
  VariantProps<typeof buttonStyle> & {
    /** Why it cannot be pressed now; shown beside it and read with it. Absent: it can be pressed. */
    disabledBecause?: ReactNode
  }

/** A button. It is never disabled without words. */
export function Button({ tone, wide, className, disabledBecause, type = 'button', ...props }: ButtonProps) {
  const reasonId = useId()
  const disabled = disabledBecause !== undefined && disabledBecause !== null && disabledBecause !== false
  const button = (
    <button
      {...props}
      type={type}
      disabled={disabled}
      aria-describedby={disabled ? reasonId : props['aria-describedby']}
      className={classes(buttonStyle({ tone, wide }), className)}
    />
  )
  if (!disabled) return button
  return (
    <span className={classes('inline-flex flex-col items-start gap-1', wide && 'w-full')}>
      {button}
      <span id={reasonId} className="text-quiet text-sm">
        {disabledBecause}
      </span>
    </span>
  )
}
