import { notFound } from 'next/navigation'

/** Any address without a page gets the not-found page inside the usual frame. */
export default function Rest() {
  notFound()
}
