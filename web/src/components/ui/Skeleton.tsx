import { classes } from './classes'

/** The place of something that is on its way. Give it the size of what will be there. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={classes('animate-pulse rounded-lg bg-line', className)} />
}
