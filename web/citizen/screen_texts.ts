// The words of every screen but the first.
import citizen from '../../texts/vi/citizen.json'
import screens from '../../texts/vi/citizen_screens.json'
import { texts } from '../shared/i18n.svelte'

export const t = texts(
  { ...citizen, ...screens },
  () => import('../../texts/en/citizen_screens.json'),
)
