import { cva } from 'class-variance-authority'

/** How buttons, and links that look like them, are drawn. Never less than 44 px tall. */
export const buttonStyle = cva(
  'inline-flex min-h-11 items-center justify-center gap-2 rounded-xl px-5 py-2 text-center font-semibold transition-colors disabled:cursor-not-allowed aria-disabled:cursor-not-allowed',
  {
    variants: {
      tone: {
        primary:
          'bg-accent text-on-accent hover:bg-accent-strong disabled:bg-sunken disabled:text-quiet disabled:ring-1 disabled:ring-edge disabled:ring-inset',
        secondary:
          'border-[1.5px] border-edge bg-card text-ink hover:bg-sunken disabled:text-quiet disabled:hover:bg-card',
        quiet: 'text-accent hover:bg-accent-soft disabled:text-quiet',
        danger: 'bg-bad text-paper hover:opacity-90 disabled:bg-sunken disabled:text-quiet',
      },
      wide: { true: 'w-full', false: '' },
    },
    defaultVariants: { tone: 'primary', wide: false },
  },
)
