// The words of the desks (staff and leaders): texts/{vi,en}/staff.json. Codes of the server get
// their word by family; a code without a word is shown as it is, never hidden.
import part from '../../../texts/vi/staff.json'
import { texts } from '../i18n.svelte'

export const t = texts(part, () => import('../../../texts/en/staff.json'))
export type DeskKey = Parameters<typeof t>[0]
export type Family =
  | 'state'
  | 'action'
  | 'clock'
  | 'result'
  | 'list'
  | 'empty'
  | 'role'
  | 'outcome'
  | 'refuse'
  | 'reason'
  | 'entry'
  | 'by'
  | 'phase'

export function word(family: Family, code: string): string {
  const key = `staff.${family}.${code}`
  return key in part ? t(key as DeskKey) : code
}
