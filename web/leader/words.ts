// The words of the leaders' board.
import part from '../../texts/vi/leader.json'
import { texts } from '../shared/i18n.svelte'

export const t = texts(part, () => import('../../texts/en/leader.json'))
export type LeaderKey = Parameters<typeof t>[0]
