// The words of the first screen and of the frame. The other screens bring theirs with them
// (screen_texts.ts), so that a slow phone does not wait for words it may never show.
import citizen from '../../texts/vi/citizen.json'
import { texts } from '../shared/i18n.svelte'

export const t = texts(citizen, () => import('../../texts/en/citizen.json'))
